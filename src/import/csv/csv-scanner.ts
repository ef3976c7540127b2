import { importLimits } from '../import-limits.ts'
import { UNDAMAGED, UnreadableFileError, type BadRow, type TableRow } from '../table.ts'

const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

const OPEN = 'a cell begins with a quote that is not closed'

/**
 * Takes a text apart into rows (RFC 4180; lines may end in LF, CR LF or CR; a quote inside an unquoted cell is itself).
 * A quoted cell that is not closed, or goes on after its closing quote, costs its own line and no other: the scanner
 * starts again with the next one.
 */
export class CsvScanner {
  readonly #delimiter: number
  #text = ''
  #line = 1

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0)
  }

  /** The rows that are whole by now. @throws UnreadableFileError when a line does not end. */
  push(text: string): readonly (TableRow | BadRow)[] {
    this.#text += text
    return this.#scan({ isWhole: false })
  }

  end(): readonly (TableRow | BadRow)[] {
    return this.#scan({ isWhole: true })
  }

  #scan({ isWhole }: { readonly isWhole: boolean }): readonly (TableRow | BadRow)[] {
    const rows: (TableRow | BadRow)[] = []
    let at = 0
    while (at < this.#text.length) {
      const scanned = this.#scanRow(at, isWhole)
      if (scanned === 'more') break
      if (scanned.row !== undefined) rows.push(scanned.row)
      at = scanned.next
      this.#line += scanned.lines
    }
    this.#text = this.#text.slice(at)
    return rows
  }

  #scanRow(start: number, isWhole: boolean): Scanned | 'more' {
    const cells: string[] = []
    let lines = 1
    for (let at = start; ;) {
      const cell = this.#text.charCodeAt(at) === QUOTE ? this.#quotedCell(at, start) : this.#plainCell(at, start)
      // The rest of a line that ends later; a CR may be followed by its LF.
      if (cell.end >= this.#text.length - 1 && !isWhole && cell.fault === undefined) return 'more'
      if (cell.fault === OPEN && !isWhole && this.#text.length - start <= importLimits.rowLength) return 'more'
      if (cell.fault !== undefined) return this.#badLine(start, { reason: cell.fault, isWhole })
      cells.push(cell.text)
      lines += cell.lines
      at = cell.end + 1
      if (this.#text.charCodeAt(cell.end) === this.#delimiter) continue
      const next = this.#afterLineEnd(cell.end)
      if (cells.length === 1 && cell.text === '') return { next, lines }
      return { row: { kind: 'row', line: this.#line, cells, damaged: UNDAMAGED }, next, lines }
    }
  }

  #plainCell(at: number, start: number): Cell {
    let end = at
    for (; end < this.#text.length; end += 1) {
      const code = this.#text.charCodeAt(end)
      if (code === this.#delimiter || code === LF || code === CR) break
    }
    this.#checkLength(start, end)
    return { text: this.#text.slice(at, end), end, lines: 0 }
  }

  #quotedCell(at: number, start: number): Cell {
    for (let quote = this.#text.indexOf('"', at + 1); ; quote = this.#text.indexOf('"', quote + 2)) {
      if (quote < 0 || quote - start > importLimits.rowLength) return { text: '', end: at, lines: 0, fault: OPEN }
      const next = this.#text.charCodeAt(quote + 1)
      if (next === QUOTE) continue
      const text = this.#text.slice(at + 1, quote).replaceAll('""', '"')
      if (Number.isNaN(next) || next === this.#delimiter || next === LF || next === CR) {
        return { text, end: quote + 1, lines: countLineEnds(text) }
      }
      return { text, end: quote, lines: 0, fault: 'a quoted cell goes on after its closing quote' }
    }
  }

  #badLine(start: number, { reason, isWhole }: { readonly reason: string; readonly isWhole: boolean }): Scanned | 'more' {
    const length = this.#text.slice(start, start + importLimits.rowLength + 1).search(/[\r\n]/)
    const end = length < 0 ? this.#text.length : start + length
    this.#checkLength(start, end)
    if (end >= this.#text.length - 1 && !isWhole) return 'more'
    return { row: { kind: 'bad', line: this.#line, reason }, next: this.#afterLineEnd(end), lines: 1 }
  }

  #afterLineEnd(end: number): number {
    return this.#text.charCodeAt(end) === CR && this.#text.charCodeAt(end + 1) === LF ? end + 2 : end + 1
  }

  #checkLength(start: number, end: number): void {
    if (end - start <= importLimits.rowLength) return
    throw new UnreadableFileError(
      `line ${this.#line} is longer than ${importLimits.rowLength} characters: this is no table of goods`,
    )
  }
}

interface Scanned {
  /** Not set for an empty line. */
  readonly row?: TableRow | BadRow
  readonly next: number
  readonly lines: number
}

interface Cell {
  readonly text: string
  /** Where its delimiter or line end stands. */
  readonly end: number
  /** Line ends inside it. */
  readonly lines: number
  readonly fault?: string
}

function countLineEnds(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0
}
