import { sql } from 'kysely'
import { recordChange } from '../access/record-change.ts'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { ruleLimits } from '../domain/allocation/check-rule.ts'
import type { Window } from '../domain/allocation/next-rules.ts'
import { firstAnswer } from '../selling/first-answer.ts'
import { checkKey } from '../stock/check-args.ts'
import { argsDigest } from '../stock/engine/args-digest.ts'
import type { Refused } from '../stock/refusal.ts'
import { writeAnswers } from '../stock/sql/answers.ts'
import { instant, instantOrNull } from '../stock/sql/instants.ts'
import { refuseRules, type AllocationRefused } from './refusal.ts'
import { addRules, countRules, endRules, type RuleToAdd } from './write-rules.ts'

export interface BookTools {
  readonly em: Em
  readonly clock: Clock
}

export interface RulesApplied {
  readonly kind: 'applied'
  readonly version: number
}

export type RulesOutcome = RulesApplied | AllocationRefused | Refused

interface Asked {
  readonly key: string
  readonly name: 'apply_rules' | 'restore_rules'
  readonly args: Readonly<Record<string, unknown>>
}

/** A version that is to be written, and what it brings. */
export interface NextVersion {
  readonly version: number
  readonly restores: number | null
  readonly actor: string
  readonly reason: string
  readonly window: Window
  /** Rules by id that are not of it any more. */
  readonly ended: readonly string[]
  readonly added: readonly RuleToAdd[]
}

interface BookAt {
  readonly version: number
  readonly now: Date
}

type Decide = (tx: Em, at: BookAt) => Promise<NextVersion | AllocationRefused>

/** One change of the rules at a time: whoever comes second sees what the first has written. A key gets its first answer again. */
export async function changeBook({ em, clock }: BookTools, asked: Asked, decide: Decide): Promise<RulesOutcome> {
  const no = checkKey(asked.key)
  if (no) return no
  try {
    return await em.fork().transactional(async (tx): Promise<RulesOutcome> => {
      const db = merchantDb(tx)
      const { rows } = await sql<{ version: number }>`select version from ${sql.table('rule_book')} for update`.execute(db)
      const once = { ...asked, now: clock.now() }
      const known = await firstAnswer<RulesApplied | AllocationRefused>(tx, once)
      if (known) return known
      const decided = await decide(tx, { version: rows[0]?.version ?? 0, now: once.now })
      const answer = 'kind' in decided ? decided : await writeVersion(tx, decided, once)
      const { key, name, args } = asked
      await writeAnswers([{ key, name, argsHash: argsDigest(name, args), answer }], once.now.getTime()).execute(db)
      return answer
    })
  } catch (error) {
    if (error instanceof BookFull) return refuseRules('TOO_MANY_RULES', error.message, 'rules')
    throw error
  }
}

/** Undoes the version that would not fit; the key may be used again once there is room. */
class BookFull extends Error {
  override readonly name = 'BookFull'
}

async function writeVersion(
  tx: Em,
  { version, restores, actor, reason, window, ended, added }: NextVersion,
  { name, now }: { readonly name: Asked['name']; readonly now: Date },
): Promise<RulesApplied> {
  const db = merchantDb(tx)
  await sql`update ${sql.table('rule_book')} set version = ${version}`.execute(db)
  await sql`
    insert into ${sql.table('rule_version')} (version, based_on, restores, actor, reason, from_at, until_at, recorded_at)
    values (${version}, ${version - 1}, ${restores}::integer, ${actor}, ${reason}, ${instant(window.fromMs)}::timestamptz,
            ${instantOrNull(window.untilMs)}::timestamptz, ${now}::timestamptz)`.execute(db)
  await endRules(tx, { ids: ended, version })
  await addRules(tx, { rules: added, version })
  const { rules, tags } = await countRules(tx)
  if (rules > ruleLimits.rules) throw new BookFull(`there may be ${ruleLimits.rules} rules at once, not ${rules}: end some first`)
  if (tags > ruleLimits.tags) throw new BookFull(`${ruleLimits.tags} tags may have rules, not ${tags}: end some first`)
  const facts = { reason, added: String(added.length), ended: String(ended.length) }
  await recordChange(tx, { actor, action: name, subject: `rules:${version}`, facts }, now)
  return { kind: 'applied', version }
}
