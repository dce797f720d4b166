/** Names that people chose (environments, deployments, services) as names of files: percent-encoded, never a way out of a folder. */
export function fileNameOf(name: string): string {
  const encoded = encodeURIComponent(name).replace(/[*'()!~]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
  return encoded.startsWith('.') ? `%2E${encoded.slice(1)}` : encoded
}

/** The name that was encoded; what no `fileNameOf` made comes back as it is. */
export function nameOfFile(file: string): string {
  try {
    return decodeURIComponent(file)
  } catch {
    return file
  }
}
