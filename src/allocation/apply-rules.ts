import { wrongWindow, type RuleDraft } from '../domain/allocation/check-rule.ts'
import { nextRules, type Window } from '../domain/allocation/next-rules.ts'
import { checkText } from '../stock/check-args.ts'
import { changeBook, type BookTools, type RulesOutcome } from './change-book.ts'
import { nameRules } from './name-rules.ts'
import { readBook } from './read-rules.ts'
import { refuseRules, type AllocationRefused } from './refusal.ts'
import { unknownRule } from './write-rules.ts'

/** What is to hold, from when to when, and what is not to hold any more. */
export interface RuleChange {
  readonly rules: readonly RuleDraft[]
  /** Rules by id that end at once. */
  readonly ends: readonly string[]
  /** Null: at once. */
  readonly fromMs: number | null
  /** Null: until another rule for the same goods takes its place. */
  readonly untilMs: number | null
}

/** Who changes the rules, why, and which version they have looked at: where there is a newer one, nothing is changed. */
export interface Changing {
  readonly key: string
  readonly basedOn: number
  readonly reason: string
  readonly actor: string
}

/** Writes a new version of the rules. What is said of goods takes the place of what was said of them for the same time. */
export function applyRules(tools: BookTools, asked: RuleChange & Changing): Promise<RulesOutcome> {
  const { key, basedOn, reason, actor, ...change } = asked
  const args = { basedOn, reason, ...change }
  return changeBook(tools, { key, name: 'apply_rules', args }, async (tx, { version: before, now }) => {
    const no = wrongChange(change, now.getTime()) ?? mayNotChange(asked, before) ?? (await unknownRule(tx, change.ends))
    if (no) return no
    const named = await nameRules(tx, change.rules)
    if ('kind' in named) return named
    const [version, nowMs] = [before + 1, now.getTime()]
    const window = toWindow(change, nowMs)
    const { rules } = await readBook(tx, before)
    const { ended, added } = nextRules(rules, { named, ends: change.ends, window }, { version, nowMs })
    const rulesToAdd = added.map((rule) => ({ ...rule, ...window }))
    return { version, restores: null, actor, reason: reason.trim(), window, ended, added: rulesToAdd }
  })
}

/** What takes effect at once begins now. */
export function toWindow({ fromMs, untilMs }: Pick<RuleChange, 'fromMs' | 'untilMs'>, nowMs: number): Window {
  return { fromMs: Math.max(fromMs ?? nowMs, nowMs), untilMs }
}

export function wrongChange({ rules, ends, ...window }: RuleChange, nowMs: number): AllocationRefused | undefined {
  if (rules.length + ends.length === 0) return refuseRules('INVALID', 'say at least one rule, or end one', 'rules')
  const wrong = wrongWindow(window, nowMs)
  return wrong && refuseRules(wrong.code, wrong.message, wrong.field)
}

export function mayNotChange({ basedOn, reason }: Changing, version: number): AllocationRefused | undefined {
  const text = checkText(reason, 'reason')
  if (text) return refuseRules('INVALID', text.message, 'reason')
  if (version === basedOn) return undefined
  const message = `the rules are at version ${version}, not at ${basedOn}: try the change against that one`
  return refuseRules('RULES_CHANGED', message, 'basedOn')
}
