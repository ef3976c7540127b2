/** Reads one row more than asked for, which only says whether there is a next page. */
export async function pageByNumber<Row>(first: number, read: (first: number) => Promise<readonly Row[]>) {
  const rows = await read(first + 1)
  return { rows: rows.slice(0, first), hasNextPage: rows.length > first }
}
