import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { argsDigest } from '../stock/engine/args-digest.ts'
import { keyReused } from '../stock/engine/run-batch.ts'
import type { Refused } from '../stock/refusal.ts'
import { writeAnswers } from '../stock/sql/answers.ts'

/** One asking for a command that is decided outside the stock engine; its key is kept where the engine keeps its own. */
export interface Once {
  readonly key: string
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  readonly now: Date
}

interface AnswerRow<Answer> {
  readonly args_hash: string
  readonly answer: Answer | string
}

/** The first answer this key got, or a refusal where it got that for other arguments; undefined: it is new. */
export async function firstAnswer<Answer extends { readonly kind: string }>(
  em: Em,
  { key, name, args }: Once,
): Promise<Answer | Refused | undefined> {
  const { rows } = await sql<AnswerRow<Answer>>`
    select encode(args_hash, 'hex') as args_hash, answer from ${sql.table('command')} where key = ${key}`.execute(merchantDb(em))
  const [row] = rows
  if (!row) return undefined
  if (row.args_hash !== argsDigest(name, args)) return keyReused(key)
  return typeof row.answer === 'string' ? JSON.parse(row.answer) : row.answer
}

/** Keeps an answer with what it changes, unless the key got one meanwhile: then that one stands, and nothing is changed. */
export function keepAnswer<Answer extends { readonly kind: string }>(
  em: Em,
  once: Once,
  { answer, change }: { readonly answer: Answer; readonly change: (tx: Em) => Promise<void> },
): Promise<Answer | Refused> {
  return em.fork().transactional(async (tx) => {
    const { key, name, args, now } = once
    const kept = writeAnswers([{ key, name, argsHash: argsDigest(name, args), answer }], now.getTime())
    const { numAffectedRows } = await sql`${kept} on conflict (key) do nothing`.execute(merchantDb(tx))
    if ((numAffectedRows ?? 0n) === 0n) return (await firstAnswer<Answer>(tx, once)) ?? answer
    await change(tx)
    return answer
  })
}
