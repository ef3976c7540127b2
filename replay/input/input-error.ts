/** A file that cannot be replayed; says which line of it is wrong and how. */
export class InputError extends Error {
  override readonly name = 'InputError'
  /** Null where it is the whole file. */
  readonly line: number | null

  constructor(file: string, line: number | null, reason: string) {
    super(line === null ? `${file}: ${reason}` : `${file}, line ${line}: ${reason}`)
    this.line = line
  }
}
