const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 (RFC 4648) with padding; the platform's own differs between Node and a page. */
export function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3)
    const bits = (a << 16) | (b << 8) | c
    const left = bytes.length - at
    text += [18, 12, 6, 0].map((shift, index) => (index > left ? '=' : (DIGITS[(bits >> shift) & 63] ?? ''))).join('')
  }
  return text
}
