import type { Rule } from '../domain/allocation/rule.ts'
import { mayNotChange, type Changing } from './apply-rules.ts'
import { changeBook, type BookTools, type RulesOutcome } from './change-book.ts'
import { readBook } from './read-rules.ts'
import { refuseRules } from './refusal.ts'
import type { RuleToAdd } from './write-rules.ts'

/** Writes a new version that repeats an older one; null: the one before the newest. Events that are over stay over. */
export function restoreRules(tools: BookTools, asked: Changing & { readonly version: number | null }): Promise<RulesOutcome> {
  const { key, basedOn, reason, actor, version: wanted } = asked
  const args = { basedOn, reason, version: wanted }
  return changeBook(tools, { key, name: 'restore_rules', args }, async (tx, { version: before, now }) => {
    const no = mayNotChange(asked, before)
    if (no) return no
    const restores = wanted ?? before - 1
    if (!Number.isInteger(restores) || restores < 0 || restores >= before)
      return refuseRules('UNKNOWN_VERSION', `there is no version ${restores} before version ${before}`, 'version')
    const [old, current] = [await readBook(tx, restores), await readBook(tx, before)]
    const kept = new Set(old.rules.map(({ id }) => id))
    const counting = new Set(current.rules.map(({ id }) => id))
    const ended = current.rules.filter(({ id }) => !kept.has(id))
    const back = old.rules.filter(({ id, untilMs }) => !counting.has(id) && (untilMs === null || untilMs > now.getTime()))
    return {
      version: before + 1,
      restores,
      actor,
      reason: reason.trim(),
      window: { fromMs: now.getTime(), untilMs: null },
      ended: ended.map(({ id }) => id),
      added: back.map(toAdd),
    }
  })
}

function toAdd({ name, scope, says, fromMs, untilMs }: Rule): RuleToAdd {
  return { name, scope, says, fromMs: fromMs ?? 0, untilMs }
}
