import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import type { Log } from '../log.ts'
import { Reading } from './reading.ts'
import { Subscriber } from './subscriber.ts'
import { ROWS_MAX, type Topic } from './topic.ts'

const PAUSE_MS = 500
/** Among so many of the newest numbers those that are missing may still come. */
const SPAN = 1_000

export interface FeedParts {
  readonly em: Em
  readonly clock: Clock
  readonly log: Log
  /** Ends every subscription. */
  readonly signal: AbortSignal
}

/** One topic of one merchant, as long as somebody listens. */
interface Following<Event> {
  readonly begun: Promise<Reading>
  readonly listeners: Map<Subscriber<Event>, (event: Event) => boolean>
}

/**
 * Tells subscribers of rows that were committed, by whichever process. A topic of a merchant somebody listens to is looked
 * at twice a second, from where the last look ended: nothing but the table says what there is to tell.
 */
export class EventFeed<Event> {
  readonly #parts: FeedParts
  readonly #topic: Topic<Event>
  readonly #followings = new Map<string, Following<Event>>()

  constructor(parts: FeedParts, topic: Topic<Event>) {
    this.#parts = parts
    this.#topic = topic
  }

  /** Once this has resolved, every event that is committed from then on is told, and perhaps some from just before. */
  async subscribe(schema: string, wants: (event: Event) => boolean = () => true): Promise<Subscriber<Event>> {
    this.#parts.signal.throwIfAborted()
    const following = this.#followings.get(schema) ?? this.#follow(schema)
    const subscriber = new Subscriber<Event>(() => following.listeners.delete(subscriber))
    following.listeners.set(subscriber, wants)
    try {
      await following.begun
    } catch (error) {
      subscriber.end()
      throw error
    }
    return subscriber
  }

  #follow(schema: string): Following<Event> {
    const following = { begun: this.#begin(schema), listeners: new Map<Subscriber<Event>, (event: Event) => boolean>() }
    this.#followings.set(schema, following)
    void this.#run(schema, following)
    return following
  }

  async #begin(schema: string): Promise<Reading> {
    const { em, clock } = this.#parts
    return new Reading(await this.#topic.newest(em.fork({ schema }), SPAN), clock.now().getTime())
  }

  /** Ends when nobody listens any more; whoever comes then begins anew. */
  async #run(schema: string, following: Following<Event>): Promise<void> {
    const { clock, log, signal } = this.#parts
    try {
      const reading = await following.begun
      while (!signal.aborted && following.listeners.size > 0) {
        try {
          await this.#look(schema, { reading, following })
        } catch (error) {
          if (!signal.aborted) log.warn({ err: error, topic: this.#topic.name }, 'the look for events failed; it is made again')
        }
        await clock.sleep(PAUSE_MS, signal).catch(() => undefined)
      }
    } catch {
      // Told to those who wait for the beginning.
    } finally {
      this.#followings.delete(schema)
      for (const subscriber of following.listeners.keys()) subscriber.end()
    }
  }

  async #look(
    schema: string,
    { reading, following }: { readonly reading: Reading; readonly following: Following<Event> },
  ): Promise<void> {
    const { em, clock, signal } = this.#parts
    const { read, keyOf } = this.#topic
    for (let isMore = true; isMore && !signal.aborted;) {
      const found = await read(em.fork({ schema }), reading.wanted)
      const events = reading.take(found, clock.now().getTime()).map(({ event }) => event)
      const told = keyOf ? new Map(events.map((event) => [keyOf(event), event])).values() : events
      for (const event of told) this.#tell(following, event)
      isMore = found.length === ROWS_MAX
    }
  }

  #tell({ listeners }: Following<Event>, event: Event): void {
    for (const [subscriber, wants] of listeners) if (wants(event)) subscriber.push(event)
  }
}
