import { sql } from 'kysely'
import { cadence } from '../../src/channels/estimate-calls.ts'
import { ChannelError } from '../../src/channels/errors.ts'
import { takeTurn } from '../../src/channels/take-turn.ts'
import type { Tending } from '../../src/channels/tending.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { Em } from '../../src/db/orm.ts'
import { makeAllDue, takeDueTasks, type ChannelTask, type Lease } from '../../src/jobs/channel-task.ts'
import { LEASE_MS, LeaseLost, withLease } from '../../src/jobs/with-lease.ts'
import { MerchantPlanner, newest, type Look } from '../../src/publishing/merchant-planner.ts'
import { readPushed } from './read-pushed.ts'

/** What a worker does in a replay; nothing in the stream calls for the other tasks. */
const usualTasks: readonly ChannelTask[] = ['tokens', 'orders', 'publish']
/**
 * The product looks at everything each ten minutes: what it could find is what was missed, that demand has faded, and what need not be done at
 * once. Each six hours as many units are held: whoever no longer has enough is helped with the next order all the same.
 */
const SWEEP_MS = 21_600_000
/** Goods of which nothing was ordered meanwhile are looked at only so often. */
const REST_MS = 86_400_000
/** No recipe, campaign or rule changes in a replay, and none shows units beyond the goods. */
const LOOK: Look = { ...newest, sweep: 'whole' }
/** A shop that is published to was asked for its orders so long ago at most: well before the product takes it for one it does not see. */
const POLLED_MS = 300_000
const RETRY_MS = 1_000
/** By then the lists show them. */
const PUSH_TRIES_MAX = 5
/**
 * Longer than a worker of the product takes to learn of what has changed: what happens within it is planned and published together. Far below
 * the cadence of polls: at ten seconds polls and publisher made work for each other without end.
 */
const TICK_MS = 3_000

const woken = new Error('something may be due')

/** The channels of which a task is due. */
interface Due {
  readonly task: ChannelTask
  readonly channelIds: readonly string[]
}

interface TurnsParts {
  readonly tending: Tending
  readonly schema: string
  readonly onFailure: (error: unknown) => void
}

/** A worker of the product under a simulated clock: it does what is due, and sleeps until something is. */
export class Turns {
  readonly #parts: TurnsParts
  readonly #em: Em
  readonly #planner: MerchantPlanner
  /** What the shops list is read once: nothing of it changes afterwards. */
  #tasks: readonly ChannelTask[] = ['discovery', ...usualTasks]
  #asked = true
  #woken = new AbortController()
  readonly #pushes = new Map<string, Promise<void>>()
  /** Channels of which a turn has ended since it was last said when they are polled. */
  readonly #turned = new Set<string>()
  /** When each channel was last asked for its orders. */
  readonly #polledMs = new Map<string, number>()
  /** Channels that are published to once they were asked. */
  readonly #awaited = new Set<string>()

  constructor(parts: TurnsParts) {
    this.#parts = parts
    this.#em = parts.tending.orm.em.fork({ schema: parts.schema })
    const nowMs = parts.tending.clock.now().getTime()
    this.#planner = new MerchantPlanner(nowMs, { sweepMs: SWEEP_MS, restMs: REST_MS, sweepsAtOnce: false })
  }

  /** Something may be due. */
  wake(): void {
    this.#asked = true
    this.#woken.abort(woken)
  }

  listingsKnown(): void {
    this.#tasks = usualTasks
  }

  /** Works until the signal aborts. */
  async run(): Promise<void> {
    const { tending } = this.#parts
    while (!tending.signal.aborted) {
      this.#asked = false
      this.#woken = new AbortController()
      const tickMs = tending.clock.now().getTime() + TICK_MS
      const untilMs = await this.#work().catch((error: unknown) => this.#failed(error))
      if (!this.#asked) await this.#sleepUntil(untilMs)
      await this.#restUntil(tickMs)
    }
  }

  async #restUntil(atMs: number): Promise<void> {
    const { clock, signal } = this.#parts.tending
    await clock.sleep(atMs - clock.now().getTime(), signal).catch(() => undefined)
  }

  async #sleepUntil(atMs: number): Promise<void> {
    const { clock, signal } = this.#parts.tending
    const waitMs = Math.min(atMs - clock.now().getTime(), 365 * 86_400_000)
    if (waitMs > 0) await clock.sleep(waitMs, AbortSignal.any([signal, this.#woken.signal])).catch(() => undefined)
  }

  /** Plans what has changed and begins every turn that is due. Returns when something is due next. */
  async #work(): Promise<number> {
    // Shops are asked for their orders while it is reckoned what they should have.
    const [channels, asked] = await Promise.all([this.#plan(), this.#ask()])
    const published = await this.#publish([...new Set([...asked.publish, ...channels])])
    const begun = asked.begun + published
    return begun > 0 ? Math.min(asked.nextMs, this.#parts.tending.clock.now().getTime() + LEASE_MS) : asked.nextMs
  }

  /** Begins every turn that is due but those of the publisher: what those have to do is only being reckoned. */
  async #ask(): Promise<{ readonly begun: number; readonly publish: readonly string[]; readonly nextMs: number }> {
    await this.#pollOrRest()
    const { due, nextMs } = await this.#due()
    const begun = await Promise.all(due.filter(({ task }) => task !== 'publish').map((some) => this.#begin(some)))
    const publish = due.find(({ task }) => task === 'publish')?.channelIds ?? []
    return { begun: begun.flat().length, publish, nextMs }
  }

  /**
   * Begins turns of the publisher. While nothing happens polls find nothing and are left out: where a shop is to be published to, the last one
   * is made up for. All are published to together once that is done: they ask together then.
   */
  async #publish(channelIds: readonly string[]): Promise<number> {
    const now = this.#parts.tending.clock.now()
    const unseen = channelIds.filter((id) => now.getTime() - (this.#polledMs.get(id) ?? -Infinity) > POLLED_MS)
    if (unseen.length > 0) {
      // Somebody else may be polling one of them.
      for (const id of unseen) this.#polledMs.set(id, now.getTime())
      await makeAllDue(this.#em.fork(), { channelIds: unseen, task: 'orders', at: now })
      for (const { channelId } of await this.#begin({ task: 'orders', channelIds: unseen })) this.#awaited.add(channelId)
    }
    if (this.#awaited.size > 0) return this.#awaited.size
    return (await this.#begin({ task: 'publish', channelIds })).length
  }

  /** Begins turns of a task, of the channels that have been due for longest: as many as these. */
  async #begin({ task, channelIds }: Due): Promise<readonly Lease[]> {
    const leases = channelIds.length > 0 ? await this.#take(task, channelIds.length) : []
    for (const lease of leases) void this.#turn(lease)
    return leases
  }

  #failed(error: unknown): number {
    const { onFailure, tending } = this.#parts
    if (!tending.signal.aborted) onFailure(error)
    return tending.clock.now().getTime() + RETRY_MS
  }

  /** What is due now, and when something is due next. */
  async #due(): Promise<{ readonly due: readonly Due[]; readonly nextMs: number }> {
    const now = this.#parts.tending.clock.now()
    const { rows } = await sql<{ task: ChannelTask; ids: string[]; ms: number | null }>`
      select task, coalesce(array_agg(channel_id::text) filter (where at <= ${now}::timestamptz), '{}') as ids,
             (extract(epoch from min(at) filter (where at > ${now}::timestamptz)) * 1000)::float8 as ms
        from (select task, channel_id, coalesce(leased_until, due_at) as at from ${sql.table('channel_task')}
               where task = any(${this.#tasks}::text[])) t
       group by task`.execute(merchantDb(this.#em.fork()))
    return {
      due: rows.flatMap(({ task, ids: channelIds }) => (channelIds.length > 0 ? [{ task, channelIds }] : [])),
      nextMs: Math.ceil(Math.min(Infinity, ...rows.flatMap(({ ms }) => ms ?? []))),
    }
  }

  #take(task: ChannelTask, atMost: number): Promise<readonly Lease[]> {
    const { clock, holder } = this.#parts.tending
    return takeDueTasks(this.#em.fork(), { task, holder, now: clock.now(), leaseMs: LEASE_MS, atMost })
  }

  async #turn(lease: Lease): Promise<void> {
    const { tending } = this.#parts
    const { clock, signal } = tending
    const em = this.#em
    if (lease.task === 'orders') this.#polledMs.set(lease.channelId, clock.now().getTime())
    try {
      await withLease(em, lease, { clock, signal, work: (held) => takeTurn(tending, { em, lease, signal: held }) })
    } catch (error) {
      if (!(error instanceof LeaseLost)) this.#failed(error)
    } finally {
      if (lease.task === 'orders') this.#awaited.delete(lease.channelId)
      if (lease.task === 'orders' || lease.task === 'publish') this.#turned.add(lease.channelId)
      this.wake()
    }
  }

  /**
   * A poll that can find nothing and move nothing on is left out: whoever acts at the shop makes it due again, and what is due by now was
   * asked for. While something of the shop waits to be published or settled, it is polled at the product's cadence.
   */
  async #pollOrRest(): Promise<void> {
    if (this.#turned.size === 0) return
    const channelIds = [...this.#turned]
    this.#turned.clear()
    const now = this.#parts.tending.clock.now()
    const atMs = now.getTime() + cadence.ordersMs
    await sql`
      with turned as (
        select channel_id,
               exists (select from ${sql.table('channel_task')} p
                        where p.channel_id = t.channel_id and p.task = 'publish' and p.due_at is not null)
               or exists (select from ${sql.table('stock_reading')} r where r.closed_at is null and r.channel_id = t.channel_id) as waits
          from ${sql.table('channel_task')} t
         where channel_id = any(${channelIds}::bigint[]) and task = 'orders' and leased_until is null and problem is null
         order by channel_id for update)
      update ${sql.table('channel_task')} t
         set due_at = case when t.due_at <= ${now}::timestamptz then t.due_at
                           when turned.waits then coalesce(t.due_at, ${new Date(atMs)}::timestamptz) end
        from turned where t.channel_id = turned.channel_id and t.task = 'orders'`.execute(merchantDb(this.#em.fork()))
  }

  /** What something has happened to is planned anew at once, everything now and then. Returns the channels that have something to publish. */
  #plan(): Promise<readonly string[]> {
    const { clock, signal, desks } = this.#parts.tending
    return this.#planner.plan({ em: this.#em, clock, signal, desk: desks.of(this.#parts.schema) }, LOOK)
  }

  /**
   * A shop has told of these orders: they are asked for by themselves, however late its lists are. What fails is done again after the same
   * pauses as a job of the product's.
   */
  push(channelId: string, orderIds: readonly string[], attempt = 1): void {
    const before = this.#pushes.get(channelId) ?? Promise.resolve()
    const done = before
      .then(() => readPushed(this.#parts, { em: this.#em, channelId, orderIds }))
      .then(() => this.wake())
      .catch((error: unknown) => {
        if (!(error instanceof ChannelError)) this.#failed(error)
        if (attempt < PUSH_TRIES_MAX) void this.#pushAgain(channelId, orderIds, attempt)
      })
    this.#pushes.set(channelId, done)
  }

  async #pushAgain(channelId: string, orderIds: readonly string[], attempt: number): Promise<void> {
    const { clock, signal } = this.#parts.tending
    const isOver = await clock.sleep(1_000 * Math.exp(attempt), signal).then(
      () => false,
      () => true,
    )
    if (!isOver) this.push(channelId, orderIds, attempt + 1)
  }
}
