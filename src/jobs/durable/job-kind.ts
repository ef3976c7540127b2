import { sql } from 'kysely'
import { z } from 'zod'
import { merchantDb, merchantSchema } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'

/** A kind of durable job: its name in the database, and what its payload has to be. Names are for ever: jobs outlive programs. */
export interface JobKind<Payload> {
  readonly name: string
  readonly payload: z.ZodType<Payload>
}

export interface NewJob<Payload> {
  readonly kind: JobKind<Payload>
  /** Ids and figures: never a secret, nothing of a buyer. It is read from the tables by those ids when the job runs. */
  readonly payload: Payload
  /**
   * While a job of this merchant, kind and key waits, adding another replaces its payload and time instead; one that has
   * begun is followed by another, since what it has read may be older than what asks for it now.
   */
  readonly key?: string
  /** Not before; left out: at once. */
  readonly runAt?: Date
  readonly maxAttempts?: number
  /** Jobs of this merchant and queue run one after the other, by whatever process. */
  readonly queue?: string
}

/** After the last of these, 2 days after the first (the pauses grow to 6 hours), a job is given up. */
const ATTEMPTS_MAX = 18

/** What is kept of a job: whose it is, and its payload. */
export const jobRecord = z.object({ merchant: z.string().min(1), payload: z.unknown() })

/**
 * Adds a job in the transaction of `tx`, for the merchant of `tx`: it runs if, and only after, that transaction has
 * committed; at least once, so its work must bear to be done again.
 */
export async function addJob<Payload>(tx: Em, { kind, payload, key, runAt, maxAttempts, queue }: NewJob<Payload>): Promise<void> {
  const merchant = merchantSchema(tx)
  const record = JSON.stringify({ merchant, payload: kind.payload.parse(payload) })
  const jobKey = key === undefined ? null : `${merchant}:${kind.name}:${key}`
  const queueName = queue === undefined ? null : `${merchant}:${queue}`
  await sql`
    select from graphile_worker.add_job(
      identifier => ${kind.name}::text, payload => ${record}::json, job_key => ${jobKey}::text,
      run_at => ${runAt ?? null}::timestamptz, max_attempts => ${maxAttempts ?? ATTEMPTS_MAX}::integer, queue_name => ${queueName}::text)`.execute(
    merchantDb(tx),
  )
}
