import { sql, type RawBuilder } from 'kysely'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { Answer } from '../engine/operation.ts'
import { texts } from './columns.ts'
import { hex, instants, jsonb, rowsOf, text } from './rows.ts'

/** The first answer a key got, and the digest of the arguments it got it for. */
export interface RecordedAnswer {
  readonly key: string
  readonly argsHash: string
  readonly answer: Answer
}

export async function readAnswers(em: Em, keys: readonly string[]): Promise<readonly RecordedAnswer[]> {
  const { rows } = await sql<{ key: string; args_hash: string; answer: Answer | string }>`
    select key, encode(args_hash, 'hex') as args_hash, answer from ${sql.table('command')} where key = any(${texts(keys)}::text[])`.execute(
    merchantDb(em),
  )
  return rows.map(({ key, args_hash: argsHash, answer }) => ({
    key,
    argsHash,
    answer: typeof answer === 'string' ? JSON.parse(answer) : answer,
  }))
}

export interface NewAnswer extends RecordedAnswer {
  /** The kind of operation it answers. */
  readonly name: string
}

/** A key that somebody else has used meanwhile breaks the table's own, so that the batch is decided again with their answer. */
export function writeAnswers(answers: readonly NewAnswer[], recordedAtMs: number): RawBuilder<unknown> {
  // Of two batches with the same keys, one waits for the other: never each for each.
  const sorted = answers.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  return sql`
    insert into ${sql.table('command')} (key, name, args_hash, answer, recorded_at)
    ${rowsOf({
      key: text(sorted.map(({ key }) => key)),
      name: text(sorted.map(({ name }) => name)),
      args_hash: hex(sorted.map(({ argsHash }) => argsHash)),
      answer: jsonb(sorted.map(({ answer }) => JSON.stringify(answer))),
      recorded_at: instants(sorted.map(() => recordedAtMs)),
    })}`
}
