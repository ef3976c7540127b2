import { importLimits } from '../import-limits.ts'
import { UnreadableFileError } from '../table.ts'

const TEXTS_PER_PACK = 1_024

interface Pack {
  readonly bytes: Buffer
  /** Where each text ends; it begins where the one before ends. */
  readonly ends: Uint32Array
}

/** Millions of texts as bytes, many to a buffer: as JavaScript strings they would take several times the memory. */
export class PackedTexts {
  readonly #packs: Pack[] = []
  #open: string[] = []
  #bytes = 0

  add(text: string): void {
    this.#open.push(text)
    if (this.#open.length === TEXTS_PER_PACK) this.#pack()
  }

  /** `undefined` when there is no text of this number. */
  at(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0) return undefined
    const within = index % TEXTS_PER_PACK
    const number = Math.floor(index / TEXTS_PER_PACK)
    const pack = this.#packs[number]
    if (!pack) return number === this.#packs.length ? this.#open[within] : undefined
    return pack.bytes.toString('utf8', within === 0 ? 0 : pack.ends[within - 1], pack.ends[within])
  }

  #pack(): void {
    const ends = new Uint32Array(this.#open.length)
    let end = 0
    for (const [n, text] of this.#open.entries()) {
      end += Buffer.byteLength(text)
      ends[n] = end
    }
    this.#bytes += end
    if (this.#packs.length * TEXTS_PER_PACK >= importLimits.sharedTexts || this.#bytes > importLimits.sharedTextBytes) {
      throw new UnreadableFileError('the workbook has more text than fits into memory: split it, or save it as CSV')
    }
    // Not from the pool of small buffers, which would keep a larger piece alive for each.
    const bytes = Buffer.allocUnsafeSlow(end)
    bytes.write(this.#open.join(''))
    this.#packs.push({ bytes, ends })
    this.#open = []
  }
}
