import { sql, type RawBuilder } from 'kysely'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { Counted, Counter } from '../jobs/channel-task.ts'
import { platformDay } from './platform-day.ts'

const KEPT_DAYS = 400

/** How many calls this process has made for each channel, by the platform's day, until they are written down. */
export class CallCounts implements Counter {
  readonly #clock: Clock
  readonly #counts = new Map<string, Map<string, number>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(schema: string, channelId: string): void {
    const ofMerchant = this.#counts.get(schema) ?? new Map<string, number>()
    this.#counts.set(schema, ofMerchant)
    const key = `${channelId}/${platformDay(this.#clock.now())}`
    ofMerchant.set(key, (ofMerchant.get(key) ?? 0) + 1)
  }

  take(schema: string): Counted | null {
    const counts = this.#counts.get(schema)
    if (!counts || counts.size === 0) return null
    this.#counts.delete(schema)
    return { statement: adding(counts), putBack: () => this.#putBack(schema, counts) }
  }

  /** Adds what was counted to the tables; what cannot be written stays for the next time. */
  async write(em: Em, schema: string): Promise<void> {
    const counted = this.take(schema)
    if (!counted) return
    try {
      await counted.statement.execute(merchantDb(em))
    } catch (error) {
      counted.putBack()
      throw error
    }
  }

  #putBack(schema: string, counts: ReadonlyMap<string, number>): void {
    const since = this.#counts.get(schema) ?? new Map<string, number>()
    for (const [key, calls] of counts) since.set(key, (since.get(key) ?? 0) + calls)
    this.#counts.set(schema, since)
  }
}

/** In one order, so that of two processes that count the same channels one waits for the other: never each for each. */
function adding(counts: ReadonlyMap<string, number>): RawBuilder<unknown> {
  const rows = [...counts].map(([key, calls]) => ({ key: key.split('/'), calls }))
  return sql`
    insert into ${sql.table('channel_calls')} as c (channel_id, day, calls)
    select * from unnest(${rows.map(({ key }) => key[0])}::bigint[], ${rows.map(({ key }) => key[1])}::date[],
                         ${rows.map(({ calls }) => calls)}::bigint[]) as v (channel_id, day, calls)
     order by channel_id, day
        on conflict (channel_id, day) do update set calls = c.calls + excluded.calls`
}

/** Counts of long ago are of no use to anyone. */
export async function forgetCalls(em: Em, now: Date): Promise<void> {
  const oldest = platformDay(new Date(now.getTime() - KEPT_DAYS * 86_400_000))
  await sql`delete from ${sql.table('channel_calls')} where day < ${oldest}::date`.execute(merchantDb(em))
}
