import { importLimits } from '../import-limits.ts'
import { UNDAMAGED, UnreadableFileError, type TableRow } from '../table.ts'
import { columnIndex, numberText, unescapeText, type CellText } from './cell-text.ts'
import type { PackedTexts } from './packed-texts.ts'
import type { XmlHandler } from './parse-xml.ts'

/** Gathers the rows of one sheet (ECMA-376, 18.3.1). Of a formula only the value it had when the file was saved is read. */
export class SheetScanner implements XmlHandler {
  readonly #shared: PackedTexts
  #rows: TableRow[] = []
  #line = 0
  #cells: string[] = []
  #damaged = new Map<number, string>()
  #column = -1
  #type = 'n'
  #text = ''
  #isText = false
  #readingDepth = 0

  constructor(shared: PackedTexts) {
    this.#shared = shared
  }

  /** The rows that have become whole since the last call. */
  take(): readonly TableRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') this.#openRow(attributes.r)
    if (name === 'c') this.#openCell(attributes)
    if (name === 'rPh') this.#readingDepth += 1
    this.#isText = name === 'v' || (name === 't' && this.#readingDepth === 0)
  }

  text(part: string): void {
    if (!this.#isText) return
    this.#text += part
    if (this.#text.length > importLimits.cellLength)
      throw new UnreadableFileError(`row ${this.#line} has a cell that is too long`)
  }

  close(name: string): void {
    this.#isText = false
    if (name === 'rPh') this.#readingDepth -= 1
    if (name === 'c') this.#closeCell()
    if (name === 'row') this.#closeRow()
  }

  #openRow(number: string | undefined): void {
    const line = Number(number ?? this.#line + 1)
    this.#line = Number.isInteger(line) && line > 0 ? line : this.#line + 1
    this.#cells = []
    this.#damaged = new Map()
    this.#column = -1
  }

  #openCell({ r: reference, t: type = 'n' }: Readonly<Record<string, string>>): void {
    this.#column = (reference === undefined ? undefined : columnIndex(reference)) ?? this.#column + 1
    this.#type = type
    this.#text = ''
  }

  #closeCell(): void {
    const { text, damage } = this.#cellText()
    if (text === '') return
    // Columns beyond those that can mean something are not read: a stray cell may stand far to the right.
    if (this.#column >= importLimits.columns) return
    while (this.#cells.length < this.#column) this.#cells.push('')
    this.#cells[this.#column] = text
    if (damage !== undefined) this.#damaged.set(this.#column, damage)
  }

  #cellText(): CellText {
    switch (this.#type) {
      case 's':
        return { text: this.#shared.at(Number(this.#text)) ?? '' }
      case 'inlineStr':
      case 'str':
        return { text: unescapeText(this.#text) }
      case 'b':
        return { text: this.#text === '1' ? 'TRUE' : 'FALSE' }
      case 'e':
        return { text: this.#text, damage: `holds the error ${this.#text}` }
      default:
        return numberText(this.#text)
    }
  }

  #closeRow(): void {
    if (this.#cells.length === 0) return
    const damaged = this.#damaged.size > 0 ? this.#damaged : UNDAMAGED
    this.#rows.push({ kind: 'row', line: this.#line, cells: this.#cells, damaged })
  }
}
