import type { Random } from '../shared/random.ts'

export interface TmcMessage {
  readonly id: string
  readonly topic: string
  readonly content: string
  readonly shopId: string
  readonly shopName: string
  readonly at: Date
  /** When it was last handed out; it comes again a while later unless confirmed. */
  sentAt: Date | null
  tries: number
}

const resendMs = 300_000

/** The application's one queue, shared by sockets and by calls. At least once, in no promised order. */
export class TmcQueue {
  readonly #random: Random
  readonly #waiting = new Map<string, TmcMessage>()
  /** After how many tries an unconfirmed message is dropped; null: never. */
  dropAfterTries: number | null = null
  #onMessage: () => void = () => {}

  constructor(random: Random) {
    this.#random = random
  }

  onMessage(tell: () => void): void {
    this.#onMessage = tell
  }

  put(message: Pick<TmcMessage, 'topic' | 'shopId' | 'shopName' | 'at'> & { readonly content: object }): void {
    const id = `71${this.#random.digits(17)}`
    this.#waiting.set(id, { ...message, content: JSON.stringify(message.content), id, sentAt: null, tries: 0 })
    this.#onMessage()
  }

  /** Messages that are due, marked as handed out now. */
  take(limit: number, now: Date): TmcMessage[] {
    const due = [...this.#waiting.values()]
      .filter(({ sentAt }) => !sentAt || now.getTime() - sentAt.getTime() >= resendMs)
      .slice(0, limit)
    for (const message of due) {
      message.sentAt = now
      message.tries += 1
      if (this.dropAfterTries !== null && message.tries >= this.dropAfterTries) this.#waiting.delete(message.id)
    }
    return due
  }

  confirm(id: string): void {
    this.#waiting.delete(id)
  }

  get backlog(): number {
    return this.#waiting.size
  }
}
