import { sql, type RawBuilder } from 'kysely'
import type { Proof } from '../channels/feed.ts'
import { gather } from '../db/gather.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { LeaseLost } from '../jobs/with-lease.ts'
import { manyIds, manyTexts } from '../stock/sql/columns.ts'
import { msOf } from '../stock/sql/instants.ts'

/** Up to which instant of the shop's clock each kind of event is booked. */
export type Watermarks = Readonly<Partial<Record<Proof, Date>>>

/** How far each list of a channel has been walked. */
export async function readWalks(em: Em, channelId: string): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ list: string; ms: number }>`
    select list, ${msOf('walked_through')} as ms from ${sql.table('channel_walk')} where channel_id = ${channelId}`.execute(
    merchantDb(em),
  )
  return new Map(rows.map(({ list, ms }) => [list, new Date(ms)]))
}

export async function readWatermarks(em: Em, channelIds: readonly string[]): Promise<ReadonlyMap<string, Watermarks>> {
  const { rows } = await sql<{ channel_id: string; proof: Proof; ms: number }>`
    select channel_id, proof, ${msOf('through')} as ms from ${sql.table('channel_watermark')}
     where channel_id = any(${channelIds}::bigint[])`.execute(merchantDb(em))
  const byChannel = Map.groupBy(rows, ({ channel_id: id }) => id)
  return new Map(
    [...byChannel].map(([id, marks]) => [id, Object.fromEntries(marks.map(({ proof, ms }) => [proof, new Date(ms)]))]),
  )
}

/** Up to where each of these lists is walked. @throws LeaseLost, and then nothing is written. */
export async function saveWalks(em: Em, lease: Lease, walked: ReadonlyMap<string, Date>): Promise<void> {
  if (walked.size > 0) await save(em, { lease, walked, proved: new Map(), now: new Date(0) })
}

/**
 * I9: a watermark never falls. Nor does it pass what of an order that was set aside is not booked. What is seen now had been unseen
 * since the last time: the longest such time of late is remembered, and fades. The publisher is due where a reading waited for its
 * orders to be booked, or a quota below zero to be explained. `walked`: up to where its lists are walked, as in `saveWalks`.
 * @throws LeaseLost, and then nothing is written.
 */
export function saveWatermarks(em: Em, lease: Lease, seen: Omit<Seen, 'lease'>): Promise<void> {
  return save(em, { lease, ...seen })
}

/** What a poll has seen. */
interface Seen {
  readonly lease: Lease
  readonly proved: ReadonlyMap<Proof, Date>
  readonly walked: ReadonlyMap<string, Date>
  readonly now: Date
}

async function save(em: Em, seen: Seen): Promise<void> {
  if (!(await saveTogether(em, seen))) throw new LeaseLost(`the lease of the ${seen.lease.task} has gone`)
}

/**
 * R11: the leases are locked, as `mine`, by the very statement that writes under them, so polls that end at nearly the same time cost one
 * statement here. Of a lease that has gone nothing is written: false.
 */
const saveTogether = gather<Seen, boolean>(async (em, asked) => {
  const leases = asked.map(({ lease }) => lease)
  const statements = [
    ...(asked.some(({ walked }) => walked.size > 0) ? [walksOf(asked)] : []),
    ...(asked.some(({ proved }) => proved.size > 0) ? marksOf(asked) : []),
  ]
  const { rows } = await sql<{ n: string }>`
    with mine as materialized (
      select v.n, t.channel_id
        from ${sql.table('channel_task')} t
        join unnest(${manyIds(leases.map(({ channelId }) => channelId))}, ${manyTexts(leases.map(({ task }) => task))},
                    ${manyIds(leases.map(({ fence }) => fence))}) with ordinality as v (channel_id, task, fence, n)
             using (channel_id, task, fence)
       where t.holder is not null
       order by t.channel_id, t.task for share of t)${sql.join(statements, sql``)}
    select n from mine`.execute(merchantDb(em))
  const mine = new Set(rows.map(({ n }) => Number(n) - 1))
  return asked.map((_seen, n) => mine.has(n))
})

/** One row for each instant, with the number of the poll that has seen it. */
function instantsOf(asked: readonly Seen[], of: (seen: Seen) => ReadonlyMap<string, Date>): RawBuilder<unknown> {
  const rows = asked.flatMap((seen, n) => [...of(seen)].map(([name, at]) => ({ n: String(n + 1), name, at, now: seen.now })))
  return sql`unnest(
             ${manyIds(rows.map(({ n }) => n))}, ${manyTexts(rows.map(({ name }) => name))},
             ${manyInstants(rows.map(({ at }) => at))}, ${manyInstants(rows.map(({ now }) => now))}) as v (n, name, through, now)`
}

function manyInstants(instants: readonly Date[]): RawBuilder<unknown> {
  return sql`(select ${instants.map((at) => at.toISOString())}::timestamptz[])::timestamptz[]`
}

function walksOf(asked: readonly Seen[]): RawBuilder<unknown> {
  return sql`, walks as (
      insert into ${sql.table('channel_walk')} as w (channel_id, list, walked_through)
      select mine.channel_id, v.name, v.through from mine join ${instantsOf(asked, ({ walked }) => walked)} using (n)
       order by mine.channel_id, v.name
          on conflict (channel_id, list) do update set walked_through = greatest(w.walked_through, excluded.walked_through))`
}

function marksOf(asked: readonly Seen[]): readonly RawBuilder<unknown>[] {
  const provers = asked.flatMap(({ proved, now }, n) => (proved.size > 0 ? [{ n: String(n + 1), now }] : []))
  const marks = sql`, seen as materialized (
      select mine.channel_id, v.name as proof, v.now, least(v.through, aside.before) as through
        from mine join ${instantsOf(asked, ({ proved }) => proved)} using (n)
       cross join lateral (
             select min(a.unbooked_from) - interval '1 millisecond' as before
               from ${sql.table('channel_order_aside')} a where a.channel_id = mine.channel_id) aside),
    marks as (
      insert into ${sql.table('channel_watermark')} as w (channel_id, proof, through)
      select channel_id, proof, through from seen where through > '-infinity' order by channel_id, proof
          on conflict (channel_id, proof) do update
         set through = greatest(w.through, excluded.through),
             unseen_ms = greatest(w.unseen_ms * 0.95, (
               select extract(epoch from s.now - w.through) * 1000 from seen s
                where s.channel_id = w.channel_id and s.proof = w.proof))::bigint)`
  const due = sql`, due as (
      select t.channel_id, p.now
        from ${sql.table('channel_task')} t
        join mine using (channel_id)
        join unnest(${manyIds(provers.map(({ n }) => n))}, ${manyInstants(provers.map(({ now }) => now))}) as p (n, now) using (n)
       where t.task = 'publish' and (
             exists (select from ${sql.table('stock_reading')} r where r.closed_at is null and r.channel_id = t.channel_id) or
             exists (select from ${sql.table('listing_quota')} q join ${sql.table('listing')} l on l.id = q.listing_id
                      where q.below_zero and l.channel_id = t.channel_id))
       order by t.channel_id for update of t),
    told as (
      update ${sql.table('channel_task')} t set due_at = least(t.due_at, due.now)
        from due where t.channel_id = due.channel_id and t.task = 'publish')`
  return [marks, due]
}
