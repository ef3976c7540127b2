/** What is known of how a listing sells, as far as it decides what can be promised of it. */
export interface GuaranteeFacts {
  readonly takesAt: 'order' | 'payment' | 'unknown'
  readonly call: 'keyed delta' | 'delta' | 'none'
  readonly hidden: 'none' | 'unpaid' | 'ungrouped'
  readonly counterCountsAll: boolean
  readonly requestLifetimeMs: number
  /** How late an order may be in the lists, by what the platform says. */
  readonly lagMs: number
  readonly readingsMs: number
  /** Units ordered and not paid that the shop has not taken. */
  readonly untakenUnits: number
  /** Units beyond its quota that another hand put on sale lately. */
  readonly editedUnits: number
  /** Units it shows that are shown beyond the goods, by the rules' choice. */
  readonly beyondUnits: number
  /** Units that readings took off its quota within a day: so many may have been sold before, or be raised still. */
  readonly freedUnits: number
  /** Its shop's lists were found to have kept back orders within a day. */
  readonly listsWereLate: boolean
  /** Since when nobody knows what the shop was told; null: everything is known. */
  readonly doubtedMs: number | null
  readonly joined: boolean
}

export interface Guarantee {
  readonly kind: 'guaranteed' | 'bounded' | 'unbounded'
  /** The most that can be sold beyond the goods, by the orders and readings booked so far; null: no bound is known. */
  readonly boundUnits: number | null
  /** The most where an order, or a call, comes later than `restsOn` says: in `boundUnits` once the lists were found late. Null: no bound is known. */
  readonly ifLateUnits: number | null
  /** Why it is only bounded. */
  readonly because: readonly string[]
  /** What has to be true for it. */
  readonly restsOn: readonly string[]
}

/** Whether overselling this listing is impossible, or how far it is bounded, and on what that rests. */
export function guaranteeOf(facts: GuaranteeFacts): Guarantee {
  const because = [...boundedBecause(facts)]
  const restsOn = [...assumptions(facts)]
  const none = { boundUnits: null, ifLateUnits: null, because, restsOn }
  if (!facts.joined || facts.call === 'none') return { kind: 'unbounded', ...none }
  if (facts.doubtedMs !== null) return { kind: 'bounded', ...none }
  const { untakenUnits, editedUnits, beyondUnits, freedUnits, listsWereLate } = facts
  const boundUnits = untakenUnits + editedUnits + beyondUnits + (listsWereLate ? freedUnits : 0)
  const kind = because.length === 0 ? 'guaranteed' : 'bounded'
  return { kind, boundUnits, ifLateUnits: freedUnits, because, restsOn }
}

function* boundedBecause(facts: GuaranteeFacts): Generator<string> {
  const { joined, call, takesAt, editedUnits, beyondUnits, doubtedMs, untakenUnits, freedUnits, listsWereLate } = facts
  if (!joined) yield 'it has not joined: what it shows is in nobody’s arithmetic'
  if (call === 'none') yield 'its number is never written'
  if (takesAt === 'payment')
    yield `the shop takes units when they are paid: all that is ordered may be paid (${untakenUnits} units by the orders read so far)`
  if (takesAt === 'unknown') yield 'it is not known whether the shop takes units when they are ordered or when they are paid'
  if (editedUnits > 0) yield `another hand put ${editedUnits} units on sale within a day`
  if (beyondUnits > 0) yield `the rules let its goods be shown beyond what is there: ${beyondUnits} units here`
  if (listsWereLate) yield `the shop’s lists kept back orders within a day: readings took ${freedUnits} units off meanwhile`
  if (doubtedMs !== null) yield 'the database was restored: what the shop was told before is not known'
}

function* assumptions(facts: GuaranteeFacts): Generator<string> {
  yield `a request is not applied later than ${seconds(facts.requestLifetimeMs)} after it was signed`
  yield `every order is in the shop’s lists within ${seconds(facts.lagMs)}`
  if (facts.call === 'keyed delta') yield 'a change that is sent twice with one key is applied once'
  if (facts.hidden !== 'none' && facts.counterCountsAll) yield 'the reserved counter counts every order that no list shows'
  if (facts.hidden !== 'none' && !facts.counterCountsAll)
    yield 'nothing: no reading settles anything, and what is doubtful stays in its quota'
  yield `nobody else changes the number: it is read every ${seconds(facts.readingsMs)}, and an edit costs at most itself`
}

function seconds(ms: number): string {
  return `${Math.ceil(ms / 1_000)} seconds`
}
