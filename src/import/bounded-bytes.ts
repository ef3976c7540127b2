import { importLimits } from './import-limits.ts'
import { UnreadableFileError } from './table.ts'

/** Passes bytes on until they have become more than any honest file: a small bomb must not fill the memory or the day. */
export async function* boundedBytes(
  source: AsyncIterable<Uint8Array>,
  foldedBytes: () => number,
  what: string,
): AsyncGenerator<Uint8Array> {
  let unfoldedBytes = 0
  for await (const chunk of source) {
    unfoldedBytes += chunk.byteLength
    refuseBomb({ unfoldedBytes, foldedBytes: foldedBytes() }, what)
    yield chunk
  }
}

export function refuseBomb(
  { unfoldedBytes, foldedBytes }: { readonly unfoldedBytes: number; readonly foldedBytes: number },
  what: string,
): void {
  if (unfoldedBytes > importLimits.unfoldedBytes) {
    throw new UnreadableFileError(`${what} unfolds to more than ${importLimits.unfoldedBytes / 1024 ** 3} GiB: split it`)
  }
  if (unfoldedBytes <= importLimits.foldFreeBytes || unfoldedBytes <= foldedBytes * importLimits.foldRatio) return
  throw new UnreadableFileError(
    `${what} unfolds to more than ${importLimits.foldRatio} times its size: that is no table of goods`,
  )
}
