import { sql, type RawBuilder } from 'kysely'
import type { Proof } from '../channels/feed.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { isMine, type Lease } from '../jobs/channel-task.ts'
import { LeaseLost } from '../jobs/with-lease.ts'
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
  if (walked.size > 0) await written(em, lease, [walksOf(lease, walked)])
}

function walksOf({ channelId }: Lease, walked: ReadonlyMap<string, Date>): RawBuilder<unknown> {
  const instants = [...walked.values()].map((at) => at.toISOString())
  return sql`
    insert into ${sql.table('channel_walk')} as w (channel_id, list, walked_through)
    select ${channelId}::bigint, l.list, l.through
      from mine, unnest(${[...walked.keys()]}::text[], ${instants}::timestamptz[]) as l (list, through)
        on conflict (channel_id, list) do update set walked_through = greatest(w.walked_through, excluded.walked_through)`
}

/**
 * I9: a watermark never falls. Nor does it pass what of an order that was set aside is not booked. What is seen now had been unseen
 * since the last time: the longest such time of late is remembered, and fades. The publisher is due where a reading waited for its
 * orders to be booked, or a quota below zero to be explained. `walked`: up to where its lists are walked, as in `saveWalks`.
 * @throws LeaseLost, and then nothing is written.
 */
export async function saveWatermarks(
  em: Em,
  lease: Lease,
  {
    proved,
    walked,
    now,
  }: { readonly proved: ReadonlyMap<Proof, Date>; readonly walked: ReadonlyMap<string, Date>; readonly now: Date },
): Promise<void> {
  const { channelId } = lease
  const instants = [...proved.values()].map((at) => at.toISOString())
  await written(em, lease, [
    ...(walked.size > 0 ? [walksOf(lease, walked)] : []),
    sql`
      insert into ${sql.table('channel_watermark')} as w (channel_id, proof, through)
      select ${channelId}::bigint, p.proof, least(p.through, aside.before)
        from mine, unnest(${[...proved.keys()]}::text[], ${instants}::timestamptz[]) as p (proof, through),
             (select min(a.unbooked_from) - interval '1 millisecond' as before
                from ${sql.table('channel_order_aside')} a where a.channel_id = ${channelId}) as aside
       where least(p.through, aside.before) > '-infinity'
          on conflict (channel_id, proof) do update
         set through = greatest(w.through, excluded.through),
             unseen_ms = greatest(w.unseen_ms * 0.95, extract(epoch from ${now}::timestamptz - w.through) * 1000)::bigint`,
    sql`
      update ${sql.table('channel_task')} set due_at = least(due_at, ${now}::timestamptz)
       where channel_id = ${channelId} and task = 'publish' and exists (select from mine) and (
             exists (select from ${sql.table('stock_reading')} r where r.closed_at is null and r.channel_id = ${channelId}) or
             exists (select from ${sql.table('listing_quota')} q join ${sql.table('listing')} l on l.id = q.listing_id
                      where q.quota < 0 and l.channel_id = ${channelId}))`,
  ])
}

/**
 * R11: the lease is locked, as `mine`, by the very statement that writes under it, so a poll costs one statement here and not
 * four.
 */
async function written(em: Em, lease: Lease, statements: readonly RawBuilder<unknown>[]): Promise<void> {
  const parts = statements.map((statement, n) => sql`${sql.raw(`, part_${n}`)} as (${statement})`)
  const { rows } = await sql`
    with mine as materialized (select from ${sql.table('channel_task')} where ${isMine(lease)} for share)${sql.join(parts, sql``)}
    select 1 from mine`.execute(merchantDb(em.fork()))
  if (rows.length === 0) throw new LeaseLost(`the lease of the ${lease.task} has gone`)
}
