import { isAscii } from 'node:buffer'
import { TextDecoder } from 'node:util'

export const encodings = ['utf-8', 'gb18030'] as const
export type Encoding = (typeof encodings)[number]

/** So much Chinese in GB18030 is never valid UTF-8 by chance; a word or two may be. */
const EVIDENCE_BYTES = 65_536

/**
 * Decodes a text piece by piece. Without a given encoding: by its byte order mark; else it is UTF-8 if what follows the
 * first byte beyond ASCII is valid UTF-8, and GB18030 (which contains GBK and GB2312) if it is not.
 * What cannot be decoded becomes U+FFFD.
 */
export class StreamDecoder {
  #decoder: TextDecoder | undefined
  #undecided = Buffer.alloc(0)
  #isBegun = false

  constructor(given?: Encoding) {
    this.#decoder = given === undefined ? undefined : new TextDecoder(given)
  }

  push(chunk: Uint8Array): string {
    if (this.#decoder) return this.#decoder.decode(chunk, { stream: true })
    this.#undecided = Buffer.concat([this.#undecided, chunk])
    return this.#decide({ isWhole: false })
  }

  end(): string {
    const last = this.#decide({ isWhole: true })
    return last + (this.#decoder?.decode() ?? '')
  }

  #decide({ isWhole }: { readonly isWhole: boolean }): string {
    const bytes = this.#undecided
    if (this.#decoder || (!this.#isBegun && bytes.length < 3 && !isWhole)) return ''
    const marked = this.#isBegun ? undefined : markedEncoding(bytes)
    if (marked === undefined && !isAscii(bytes) && bytes.length < EVIDENCE_BYTES && !isWhole) return ''
    this.#isBegun = true
    this.#undecided = Buffer.alloc(0)
    // Both encodings write ASCII alike, so the question is still open.
    if (marked === undefined && isAscii(bytes)) return bytes.toString('latin1')
    this.#decoder = new TextDecoder(marked ?? guessEncoding(bytes, { isWhole }))
    return this.#decoder.decode(bytes, { stream: true })
  }
}

function markedEncoding(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le' // Excel's "Unicode text".
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined
}

function guessEncoding(bytes: Buffer, { isWhole }: { readonly isWhole: boolean }): Encoding {
  try {
    // A character that is cut off at the end is no proof against UTF-8.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole })
    return 'utf-8'
  } catch {
    return 'gb18030'
  }
}
