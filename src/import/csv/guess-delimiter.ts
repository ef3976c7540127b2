const DELIMITERS = [',', '\t', ';'] as const

/** The delimiter that the first lines have most of, outside of quoted cells; a comma when they have none. */
export function guessDelimiter(beginning: string): string {
  const unquoted = beginning.replaceAll(/"(?:[^"]|"")*"/g, '')
  const [best] = DELIMITERS.map((delimiter) => ({ delimiter, count: unquoted.split(delimiter).length - 1 })).toSorted(
    (a, b) => b.count - a.count,
  )
  return best && best.count > 0 ? best.delimiter : ','
}
