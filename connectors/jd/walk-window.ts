import { requireWholePage } from '../shared/whole-page.ts'

export interface TimeSpan {
  readonly from: Date
  readonly to: Date
}

export interface Paged<Row> {
  readonly total: number
  readonly rows: readonly Row[]
}

export interface Walked<Row> {
  readonly pageRows: number
  /** Pages beyond this one may come empty: a window with more is cut in two. */
  readonly deepestPage: number
  read(span: TimeSpan, page: number): Promise<Paged<Row>>
}

/**
 * All rows of a closed window, last page first: a row that changes meanwhile leaves the window and moves later rows to lower
 * pages, which are still to come. A window that fits one page is one instant. The last page given ends the walk.
 */
export async function* walkWindow<Row>(span: TimeSpan, list: Walked<Row>): AsyncIterable<readonly Row[]> {
  const first = await list.read(span, 1)
  if (first.total <= first.rows.length) {
    yield first.rows
    return
  }
  const pages = Math.ceil(first.total / list.pageRows)
  const middle = new Date(Math.floor((span.from.getTime() + span.to.getTime()) / 2_000) * 1_000)
  if (pages > list.deepestPage && middle > span.from && middle < span.to) {
    yield* walkWindow({ from: span.from, to: middle }, list)
    yield* walkWindow({ from: middle, to: span.to }, list)
    return
  }
  for (let page = pages; page >= 1; page -= 1) {
    const { rows, total } = await list.read(span, page)
    await requireWholePage('jd', { page, pageRows: list.pageRows, rows: rows.length, total }, async () => total)
    yield rows
  }
}

/** The same pages, each told whether it is the last. */
export async function* markLast<Page>(
  pages: AsyncIterable<Page>,
): AsyncIterable<{ readonly page: Page; readonly last: boolean }> {
  let held: { readonly page: Page } | null = null
  for await (const page of pages) {
    if (held) yield { ...held, last: false }
    held = { page }
  }
  if (held) yield { ...held, last: true }
}
