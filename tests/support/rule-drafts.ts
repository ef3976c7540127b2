import { applyRules, type RuleChange } from '../../src/allocation/apply-rules.ts'
import type { RulesOutcome } from '../../src/allocation/change-book.ts'
import { readVersion } from '../../src/allocation/read-rules.ts'
import type { Clock } from '../../src/clock.ts'
import type { Em } from '../../src/db/orm.ts'
import type { ChannelDraft, RuleDraft } from '../../src/domain/allocation/check-rule.ts'

type Draft = Partial<Omit<RuleDraft, 'values'>> & { readonly values?: Partial<RuleDraft['values']> }

const NO_VALUES: RuleDraft['values'] = {
  reserveUnits: null,
  minimumMoveUnits: null,
  confidence: null,
  overcommitUnits: null,
  oversellUnitsPerDay: null,
}

/** A rule for the merchant as a whole, unless told otherwise, that says only what is given. */
export function draft({ values, ...more }: Draft = {}): RuleDraft {
  return { name: null, scope: { kind: 'merchant' }, channels: [], ...more, values: { ...NO_VALUES, ...values } }
}

export function said(channel: string, more: Partial<ChannelDraft> = {}): ChannelDraft {
  return { channel, rank: null, sharePercent: null, floorUnits: null, capUnits: null, ...more }
}

interface World {
  readonly em: Em
  readonly clock: Clock
}

let keys = 0

/** Applies a change against the newest version, unless told otherwise. */
export async function apply(
  world: World,
  change: Partial<RuleChange> & { readonly basedOn?: number; readonly key?: string; readonly reason?: string },
): Promise<RulesOutcome> {
  keys += 1
  const plain = { rules: [], ends: [], fromMs: null, untilMs: null, key: `rules-${keys}`, reason: 'a test', actor: 'test' }
  const basedOn = change.basedOn ?? (await readVersion(world.em.fork()))
  return applyRules(world, { ...plain, ...change, basedOn })
}
