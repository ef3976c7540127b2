import { sql } from 'kysely'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { Answer } from '../engine/operation.ts'
import { instant } from './instants.ts'

/** The first answer a key got, and the digest of the arguments it got it for. */
export interface RecordedAnswer {
  readonly key: string
  readonly argsHash: string
  readonly answer: Answer
}

export async function readAnswers(em: Em, keys: readonly string[]): Promise<readonly RecordedAnswer[]> {
  const { rows } = await sql<{ key: string; args_hash: string; answer: Answer | string }>`
    select key, encode(args_hash, 'hex') as args_hash, answer from ${sql.table('command')} where key = any(${keys}::text[])`.execute(
    merchantDb(em),
  )
  return rows.map(({ key, args_hash: argsHash, answer }) => ({
    key,
    argsHash,
    answer: typeof answer === 'string' ? JSON.parse(answer) : answer,
  }))
}

export async function writeAnswers(
  em: Em,
  answers: readonly (RecordedAnswer & { readonly name: string })[],
  recordedAtMs: number,
) {
  const column = (of: (answer: RecordedAnswer & { readonly name: string }) => unknown) => answers.map(of)
  await sql`
    insert into ${sql.table('command')} (key, name, args_hash, answer, recorded_at)
    select v.key, v.name, decode(v.args_hash, 'hex'), v.answer::jsonb, ${instant(recordedAtMs)}::timestamptz
      from unnest(
        ${column(({ key }) => key)}::text[], ${column(({ name }) => name)}::text[],
        ${column(({ argsHash }) => argsHash)}::text[], ${column(({ answer }) => JSON.stringify(answer))}::text[])
        as v (key, name, args_hash, answer)`.execute(merchantDb(em))
}
