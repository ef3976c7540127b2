/** What the merchant accepts to be oversold a day, what was granted of it, and what it has cost. */
export interface OvercommitBudget {
  readonly unitsPerDay: number
  /** Expected to be oversold a day by all that was granted. */
  readonly grantedPerDay: number
  /** Units that were oversold and have not worn off yet, at `owedAtMs`: a day wears off a day's budget. */
  readonly owedUnits: number
  readonly owedAtMs: number
  /** Since when nothing more is shown beyond the goods, since more was oversold than was accepted; null: it is. */
  readonly strictSinceMs: number | null
}

const DAY_MS = 86_400_000

export function owedAt({ unitsPerDay, owedUnits, owedAtMs }: OvercommitBudget, nowMs: number): number {
  if (owedUnits === 0) return 0
  return Math.max(0, owedUnits - (unitsPerDay * Math.max(0, nowMs - owedAtMs)) / DAY_MS)
}

/** After units were oversold. Over a day's budget it goes strict by itself. */
export function charged(budget: OvercommitBudget, units: number, nowMs: number): OvercommitBudget {
  const owedUnits = owedAt(budget, nowMs) + units
  const isOver = owedUnits > budget.unitsPerDay
  return { ...budget, owedUnits, owedAtMs: nowMs, strictSinceMs: budget.strictSinceMs ?? (isOver ? nowMs : null) }
}

/** At a later instant, with the budget that is said now. Strict ends once all that was oversold has worn off. */
export function renewed(budget: OvercommitBudget, unitsPerDay: number, nowMs: number): OvercommitBudget {
  const owedUnits = owedAt(budget, nowMs)
  return { ...budget, unitsPerDay, owedUnits, owedAtMs: nowMs, strictSinceMs: owedUnits === 0 ? null : budget.strictSinceMs }
}

/** Whether nothing may be shown beyond the goods: more was oversold than was accepted, and not all of it has worn off. */
export function isSpent(budget: OvercommitBudget, nowMs: number): boolean {
  return budget.strictSinceMs !== null && owedAt(budget, nowMs) > 0
}

/** When all that was oversold will have worn off, by the budget of now; null: never, since none is accepted. */
export function wornOffAt(budget: OvercommitBudget, nowMs: number): number | null {
  const owedUnits = owedAt(budget, nowMs)
  if (owedUnits === 0) return nowMs
  return budget.unitsPerDay === 0 ? null : Math.ceil(nowMs + (owedUnits / budget.unitsPerDay) * DAY_MS)
}
