import type { KnownLine, KnownOrder, ToldLine, ToldOrder } from './channel-order.ts'
import { furtherState, orderStates } from './order-state.ts'

/**
 * What is known of an order after one more telling. The result depends on the set of tellings alone: not on their order,
 * on how often each came, or on how they were cut into pages (I13).
 */
export function mergeOrder(known: KnownOrder | undefined, told: ToldOrder, channelId: string): KnownOrder {
  if (!known) return { ...told, channelId, revision: 0, lines: told.lines.map((line, n) => newLine(line, n + 1)) }
  const toldIsNewer = compareTellings(told, presentOf(known)) > 0
  const newest = toldIsNewer ? told : known
  return {
    ...known,
    parentId: newest.parentId,
    shipByMs: newest.shipByMs,
    shippingHold: newest.shippingHold,
    presale: newest.presale,
    region: newest.region,
    createdAtMs: Math.min(known.createdAtMs, told.createdAtMs),
    modifiedAtMs: newest.modifiedAtMs,
    leaf: known.leaf && told.leaf,
    state: furtherState(known.state, told.state, { toldIsNewer }),
    paidAtMs: earliest(known.paidAtMs, told.paidAtMs),
    shippedAtMs: earliest(known.shippedAtMs, told.shippedAtMs),
    cancelledAtMs: earliest(known.cancelledAtMs, told.cancelledAtMs),
    lines: mergeLines(known.lines, told.lines, { toldIsNewer }),
  }
}

/** Whether a telling changes nothing of an order whose every line is booked. */
export function isKnownAlready(known: KnownOrder | undefined, told: ToldOrder): boolean {
  if (!known || known.lines.some(({ recipeVersionId }) => recipeVersionId === null)) return false
  return JSON.stringify(known) === JSON.stringify(mergeOrder(known, told, known.channelId))
}

function mergeLines(
  known: readonly KnownLine[],
  told: readonly ToldLine[],
  { toldIsNewer }: { readonly toldIsNewer: boolean },
): readonly KnownLine[] {
  const toldById = new Map(told.map((line) => [line.lineId, line]))
  const ids = new Set(known.map(({ lineId }) => lineId))
  const merged = known.map((line) => {
    const other = toldById.get(line.lineId)
    if (!other) return toldIsNewer ? { ...line, present: false } : line
    return mergeLine(line, other, { toldIsNewer })
  })
  const added = told.filter(({ lineId }) => !ids.has(lineId))
  return [...merged, ...added.map((line, n) => ({ ...newLine(line, known.length + n + 1), present: toldIsNewer }))]
}

function mergeLine(known: KnownLine, told: ToldLine, { toldIsNewer }: { readonly toldIsNewer: boolean }): KnownLine {
  return {
    ...known,
    ...(toldIsNewer ? told : {}),
    present: toldIsNewer || known.present,
    state: furtherState(known.state, told.state, { toldIsNewer }),
    restores: mergeRestores(known, told, { toldIsNewer }),
    shippedUnits: Math.max(known.shippedUnits, told.shippedUnits),
    oversold: known.oversold || told.oversold,
    refund: known.refund === 'done' || told.refund === 'done' ? 'done' : toldIsNewer ? told.refund : known.refund,
  }
}

/**
 * R6: whoever once said of a line that was called off that its units may be for sale again has the last word: a reading made since may have
 * counted them out, and they must not come out of the quota a second time.
 */
function mergeRestores(known: KnownLine, told: ToldLine, { toldIsNewer }: { readonly toldIsNewer: boolean }): boolean {
  if (isOff(known) !== isOff(told)) return isOff(known) ? known.restores : told.restores
  return isOff(known) ? known.restores || told.restores : toldIsNewer ? told.restores : known.restores
}

function isOff({ state, refund }: Pick<ToldLine, 'state' | 'refund'>): boolean {
  return state === 'cancelled' || (state === 'closed' && refund === 'done')
}

function newLine(line: ToldLine, number: number): KnownLine {
  return { ...line, line: number, present: true, listingId: null, recipeVersionId: null, charged: 0 }
}

function earliest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.min(a, b)
}

function presentOf(known: KnownOrder): ToldOrder {
  return { ...known, lines: known.lines.filter(({ present }) => present) }
}

/** Stamps are whole seconds: of two tellings of one second the one that got further is newer, and else any, but always the same. */
function compareTellings(a: ToldOrder, b: ToldOrder): number {
  if (a.modifiedAtMs !== b.modifiedAtMs) return a.modifiedAtMs - b.modifiedAtMs
  const [further, text] = [progress(a) - progress(b), [contentOf(a), contentOf(b)]]
  if (further !== 0) return further
  const [ofA = '', ofB = ''] = text
  return ofA < ofB ? -1 : Number(ofA > ofB)
}

function progress({ state, lines }: ToldOrder): number {
  return orderStates.indexOf(state) * 1_000 + lines.reduce((sum, line) => sum + orderStates.indexOf(line.state), 0)
}

/** All that the newest telling alone decides. */
function contentOf({ parentId, shipByMs, shippingHold, presale, region, lines }: ToldOrder): string {
  const inOrder = lines.toSorted((a, b) => (a.lineId < b.lineId ? -1 : 1))
  const parts = inOrder.map(({ lineId, listing, merchantCode, units, takesAt, restores, gift, campaigns }) => [
    lineId,
    listing,
    merchantCode,
    units,
    takesAt,
    restores,
    gift,
    campaigns,
  ])
  return JSON.stringify([parentId, shipByMs, shippingHold, presale, region, parts])
}
