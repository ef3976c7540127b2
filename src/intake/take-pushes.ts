import { sql } from 'kysely'
import { z } from 'zod'
import type { ReceivedPush } from '../channels/push.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { makeDue } from '../jobs/channel-task.ts'
import { addJob, type JobKind } from '../jobs/durable/job-kind.ts'

/** Orders of a channel have been pushed, and are to be asked for. One job a channel waits, however many come. */
export const ordersPushed: JobKind<{ readonly channelId: string }> = {
  name: 'orders pushed',
  payload: z.object({ channelId: z.string().regex(/^\d{1,18}$/) }),
}

/** A listing that was pushed is looked at with all the others, soon, and once for many pushes. */
const LISTINGS_MS = 60_000
const KEPT_MS = 14 * 86_400_000
const FORGET_MAX = 20_000

/**
 * Takes pushes in: once this has returned they are kept, and the orders they hint at will be asked for. One that was taken
 * in before does nothing. Of what a push says nothing is believed but where to look.
 */
export async function takePushes(
  em: Em,
  { channelId, pushes, now }: { readonly channelId: string; readonly pushes: readonly ReceivedPush[]; readonly now: Date },
): Promise<number> {
  if (pushes.length === 0) return 0
  return em.fork().transactional(async (tx) => {
    const rows = pushes.map(({ id, hint }) => ({ id, topic: hint.topic, orderId: 'orderId' in hint ? hint.orderId : null }))
    const { rows: taken } = await sql<{ order_id: string | null }>`
      insert into ${sql.table('channel_push')} (channel_id, push_id, order_id, topic, received_at)
      select ${channelId}, id, order_id, topic, ${now}::timestamptz
        from unnest(${rows.map(({ id }) => storable(id))}::text[],
                    ${rows.map(({ orderId }) => orderId && storable(orderId))}::text[],
                    ${rows.map(({ topic }) => storable(topic))}::text[]) as v (id, order_id, topic)
          on conflict (channel_id, push_id) do nothing
      returning order_id`.execute(merchantDb(tx))
    if (taken.some(({ order_id: orderId }) => orderId !== null)) {
      await addJob(tx, { kind: ordersPushed, payload: { channelId }, key: channelId })
    }
    if (taken.length > 0 && pushes.some(({ hint }) => hint.kind === 'listing')) {
      await makeDue(tx, { channelId, task: 'discovery', at: new Date(now.getTime() + LISTINGS_MS) })
    }
    return taken.length
  })
}

/** What a platform has sent, as far as it can be kept. */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed().slice(0, 200)
}

/** What is known to have been taken in need not be known for ever: no platform pushes as late as this. */
export async function forgetPushes(em: Em, now: Date): Promise<void> {
  await sql`
    delete from ${sql.table('channel_push')} where (channel_id, push_id) in (
      select channel_id, push_id from ${sql.table('channel_push')}
       where received_at < ${new Date(now.getTime() - KEPT_MS)}::timestamptz limit ${FORGET_MAX})`.execute(merchantDb(em))
}
