import { ChannelError } from '../../src/channels/errors.ts'
import type { Platform } from '../../src/channels/platform.ts'

export interface PlaceInList {
  readonly page: number
  readonly pageRows: number
}

/** How many rows a page holds in a list of `total`. */
function rowsOnPage(total: number, { page, pageRows }: PlaceInList): number {
  return Math.min(pageRows, Math.max(0, total - (page - 1) * pageRows))
}

/**
 * A page with fewer rows than its list's total promises hides the rest. `count` asks for the total again, since rows may have
 * left the window meanwhile: a closed window only ever loses rows, so a page too short even for the newer total was cut.
 */
export async function requireWholePage(
  platform: Platform,
  seen: PlaceInList & { readonly rows: number; readonly total: number },
  count: () => Promise<number>,
): Promise<void> {
  if (seen.rows >= rowsOnPage(seen.total, seen)) return
  const expected = rowsOnPage(await count(), seen)
  if (seen.rows >= expected) return
  throw new ChannelError(platform, 'malformed', `page ${seen.page} has ${seen.rows} rows where the total promises ${expected}`)
}
