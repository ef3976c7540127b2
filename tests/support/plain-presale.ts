import type { ToldOrder } from '../../src/domain/channel-order.ts'

/** What a shop tells and what comes in, one thing after another. */
export type PresaleFact =
  | { readonly kind: 'order'; readonly told: ToldOrder }
  | { readonly kind: 'arrival'; readonly units: number; readonly document: string; readonly receipt: number | null }
  | { readonly kind: 'change'; readonly receipt: number; readonly units: number }

/** Presale counted out unit by unit, with nothing remembered but the facts: what the real thing must come to. */
export function plainPresale(expected: readonly number[], facts: readonly PresaleFact[]) {
  const newest = new Map<string, ToldOrder>()
  const receipts = expected.map((units) => ({ expected: units, named: 0 }))
  let unnamed = 0
  for (const fact of facts) {
    const receipt = fact.kind === 'order' || fact.receipt === null ? undefined : receipts[fact.receipt]
    if (fact.kind === 'change' && receipt) receipt.expected = fact.units
    else if (fact.kind === 'arrival' && receipt) receipt.named += fact.units
    else if (fact.kind === 'arrival') unnamed += fact.units
    else if (fact.kind === 'order' && (newest.get(fact.told.orderId)?.modifiedAtMs ?? -1) < fact.told.modifiedAtMs) {
      newest.set(fact.told.orderId, fact.told)
    }
  }
  let [ordered, left, regular] = [0, 0, 0]
  for (const { state, presale, lines } of newest.values()) {
    const units = lines.reduce((sum, line) => sum + line.units, 0)
    if (state === 'cancelled' || presale?.step === 'forfeited' || presale?.step === 'nothing paid') continue
    if (presale === null) regular += units
    else ordered += units
    if (presale !== null && state === 'shipped') left += units
  }
  const arrived = unnamed + receipts.reduce((sum, { named }) => sum + named, 0)
  let served = left
  for (let unit = left; unit < ordered && unit < arrived; unit += 1) served += 1
  const [onHand, held] = [arrived - left, served - left + regular]
  return {
    balance: { onHand, held, free: Math.max(0, onHand - held), deficit: Math.max(0, held - onHand) },
    totals: { ordered, served, left, uncovered: uncovered({ receipts, unnamed, ordered }) },
  }
}

function uncovered(at: {
  readonly receipts: readonly { readonly expected: number; readonly named: number }[]
  readonly unnamed: number
  readonly ordered: number
}): number {
  let { unnamed } = at
  let covered = 0
  for (const [n, { expected, named }] of at.receipts.entries()) {
    let came = named
    while (unnamed > 0 && (came < expected || n === at.receipts.length - 1)) {
      came += 1
      unnamed -= 1
    }
    covered += Math.max(expected, came)
  }
  return Math.max(0, at.ordered - covered)
}
