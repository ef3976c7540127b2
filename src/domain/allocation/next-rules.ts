import { scopeKey } from './effective-rule.ts'
import type { Rule, RuleSays, RuleScope } from './rule.ts'

/** What a rule is for and what it says, by id. */
export interface NamedRule {
  readonly name: string | null
  readonly scope: RuleScope
  readonly says: RuleSays
}

export interface Window {
  readonly fromMs: number
  /** Null: for good. */
  readonly untilMs: number | null
}

/** What is to hold in a window, and which rules are not to hold any more. */
export interface NamedChange {
  readonly named: readonly NamedRule[]
  readonly ends: readonly string[]
  readonly window: Window
}

export interface NextRules {
  readonly rules: readonly Rule[]
  /** By id. */
  readonly ended: readonly string[]
  /** Their ids are not yet those they get when they are kept. */
  readonly added: readonly Rule[]
}

/**
 * The rules after a change. For the goods it names it takes the place of the standing rule that counts now, where it counts
 * at once, else of one that was to begin at the same time; or of an event for the same time. Rules that are over are dropped.
 */
export function nextRules(
  rules: readonly Rule[],
  { named, ends, window }: NamedChange,
  { version, nowMs }: { readonly version: number; readonly nowMs: number },
): NextRules {
  const scopes = new Set(named.map(({ scope }) => scopeKey(scope)))
  const outdated = outdatedStanding(rules, nowMs)
  const isOver = ({ id, untilMs }: Rule): boolean => (untilMs !== null && untilMs <= nowMs) || outdated.has(id)
  const isReplaced = (rule: Rule): boolean => scopes.has(scopeKey(rule.scope)) && isForSameTime(rule, window, nowMs)
  const asked = new Set(ends)
  const gone = new Set(rules.filter((rule) => asked.has(rule.id) || isOver(rule) || isReplaced(rule)))
  const added = named.map((rule, n) => ({ ...rule, ...window, id: `new:${n}`, version }))
  const kept = rules.filter((rule) => !gone.has(rule))
  return { rules: [...kept, ...added], ended: [...gone].map(({ id }) => id), added }
}

function isForSameTime({ fromMs, untilMs }: Rule, window: Window, nowMs: number): boolean {
  const beganMs = fromMs ?? -Infinity
  return untilMs === window.untilMs && (beganMs === window.fromMs || (beganMs <= nowMs && window.fromMs <= nowMs))
}

/** Standing rules whose place one that began later has taken. */
function outdatedStanding(rules: readonly Rule[], nowMs: number): ReadonlySet<string> {
  const begun = rules.filter(({ fromMs, untilMs }) => untilMs === null && (fromMs ?? -Infinity) <= nowMs)
  const outdated = new Set<string>()
  for (const same of Map.groupBy(begun, ({ scope }) => scopeKey(scope)).values()) {
    const inTurn = same.toSorted((a, b) => (a.fromMs ?? 0) - (b.fromMs ?? 0) || a.version - b.version)
    for (const { id } of inTurn.slice(0, -1)) outdated.add(id)
  }
  return outdated
}
