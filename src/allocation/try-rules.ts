import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { allocate } from '../domain/allocation/allocate.ts'
import { nextRules } from '../domain/allocation/next-rules.ts'
import type { RuledPolicy } from '../domain/allocation/policy.ts'
import type { Rule } from '../domain/allocation/rule.ts'
import { askedOvercommits } from '../publishing/plan-overcommit.ts'
import type { OvercommitStep } from '../publishing/grant-overcommits.ts'
import type { Sold } from '../publishing/plan-overcommit.ts'
import { planPrepared } from '../publishing/plan-wanted.ts'
import { preparePlan } from '../publishing/prepare-plan.ts'
import { toWindow, wrongChange, type RuleChange } from './apply-rules.ts'
import { BeyondCounted, type AskedOvercommit } from './count-beyond.ts'
import { ChangesCounted, type CountedChanges } from './count-changes.ts'
import { concernedBy } from './goods-of-rules.ts'
import { nameRules } from './name-rules.ts'
import { readAhead, type PlanPage } from './read-ahead.ts'
import { readBook } from './read-rules.ts'
import { statedPerDay } from './show-budget.ts'
import { refuseRules, type AllocationRefused } from './refusal.ts'

export interface TryTools {
  readonly em: Em
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly policy?: RuledPolicy
}

export interface TryRules extends RuleChange {
  /** How many of the changes are named: those of most units. */
  readonly top: number
}

export interface RulesTried extends CountedChanges {
  readonly kind: 'tried'
  /** The version it was tried against: what `applyRules` has to be based on. */
  readonly version: number
  /** The instant whose rules were compared. */
  readonly at: Date
  /** SKUs that were looked at: those the change is about. */
  readonly skus: number
  readonly overcommit: TriedOvercommit
}

export interface TriedOvercommit {
  readonly before: AskedOvercommit
  readonly after: AskedOvercommit
  /** What the tried rules accept to be oversold a day. */
  readonly budgetPerDay: number
}

/**
 * What a change of rules would do to every quota, with the stock and the demand of now: nothing is written. It is looked at some
 * goods at a time, so it needs no more memory for a large catalogue than for a small one.
 */
export async function tryRules(tools: TryTools, asked: TryRules): Promise<RulesTried | AllocationRefused> {
  const { em, clock, signal } = tools
  const { top, ...change } = asked
  const now = clock.now()
  const book = await readBook(em.fork())
  const named =
    wrongChange(change, now.getTime()) ?? unknownEnds(change.ends, book.rules) ?? (await nameRules(em.fork(), change.rules))
  if ('kind' in named) return named
  const version = book.version + 1
  const window = toWindow(change, now.getTime())
  const next = nextRules(book.rules, { named, ends: change.ends, window }, { version, nowMs: now.getTime() })
  const goods = concernedBy([...next.added, ...book.rules.filter(({ id }) => next.ended.includes(id))])
  const counted = new ChangesCounted(top)
  const withTags = next.rules.some(({ scope }) => scope.kind === 'tag')
  const beyond = { before: new BeyondCounted(), after: new BeyondCounted() }
  let skus = 0
  for await (const page of readAhead({ em, signal }, { goods, now, withTags })) {
    signal.throwIfAborted()
    const times = { nowMs: now.getTime(), atMs: window.fromMs }
    compare(tools, { ...page, ...times, counted, beyond, before: book.rules, after: next.rules })
    skus += page.skuIds.length
  }
  const budgetPerDay = statedPerDay(next.rules, window.fromMs)
  const overcommit = { before: beyond.before.sum(), after: beyond.after.sum(), budgetPerDay }
  return { kind: 'tried', version: book.version, at: new Date(window.fromMs), skus, overcommit, ...counted.sum() }
}

interface Compared extends PlanPage {
  readonly counted: ChangesCounted
  readonly beyond: { readonly before: BeyondCounted; readonly after: BeyondCounted }
  readonly before: readonly Rule[]
  readonly after: readonly Rule[]
  readonly nowMs: number
  readonly atMs: number
}

function compare({ policy = allocate }: TryTools, compared: Compared): void {
  const { skuIds, facts, counted, beyond, before, after, nowMs, atMs } = compared
  const prepared = preparePlan(facts, nowMs)
  const asked = new Set(skuIds)
  // Both as asked: what the budget grants of it is the same for both, and shows nothing of the rules.
  const plan = (rules: readonly Rule[], sum: BeyondCounted) => {
    const beyondBySku = new Map<string, OvercommitStep[]>()
    const onShown = ({ skuId }: { readonly skuId: string }, sold: Sold): void => {
      const step = asked.has(skuId) ? askedOvercommits(facts, sold).at(-1) : undefined
      if (step) beyondBySku.set(skuId, [...(beyondBySku.get(skuId) ?? []), step])
    }
    const planned = planPrepared(prepared, rules, { policy, nowMs, rulesAtMs: atMs, overcommit: 'asked', onShown })
    for (const steps of beyondBySku.values()) sum.add(steps)
    return planned
  }
  const [old, next] = [plan(before, beyond.before), plan(after, beyond.after)]
  for (const [n, { listing, wanted }] of next.entries()) {
    const parts = facts.parts.get(listing.id) ?? []
    // Rivals for the other parts of sets are read with the rest; they are reckoned wholly with their own goods.
    if (!parts.some(({ skuId }) => asked.has(skuId))) continue
    counted.add({ listing, isSet: parts.length > 1, before: old[n]?.wanted ?? 0, after: wanted })
  }
}

export function unknownEnds(ends: readonly string[], rules: readonly Rule[]): AllocationRefused | undefined {
  const n = ends.findIndex((id) => !rules.some((rule) => rule.id === id))
  return n === -1 ? undefined : refuseRules('UNKNOWN_RULE', `no rule ${ends[n]} counts or will count`, `ends.${n}`)
}
