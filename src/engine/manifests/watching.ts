/** Long reading that is watched: how far it is, and an end to it. */
import { fail } from '../../domain/problem'

export interface Watching {
  readonly abort?: AbortSignal
  /** So many more bytes were read. */
  readonly onBytes?: (count: number) => void
}

/** Throws `cancelled` when it was asked to end. */
export function refuseAborted(abort: AbortSignal | undefined): void {
  if (abort?.aborted) throw fail('cancelled', 'Cancelled. Nothing was changed.')
}

export async function* watched(chunks: AsyncIterable<Uint8Array>, { abort, onBytes }: Watching): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    refuseAborted(abort)
    onBytes?.(chunk.length)
    yield chunk
  }
}
