import type { Random } from '../shared/random.ts'

export interface PmcMessage {
  id: string
  readonly topic: string
  readonly shopId: string
  readonly content: string
  readonly at: Date
  /** Without an ack it goes out again then; the next pause is longer. The real schedule is not published. */
  dueAt: Date
  tries: number
}

const keptMs = 7 * 86_400_000
const firstDelayMs = 60_000
const longestDelayMs = 3_600_000

/** The application's messages until they are acknowledged: at least once, in no promised order, for seven days. */
export class PmcQueue {
  readonly #random: Random
  readonly #waiting = new Map<string, PmcMessage>()
  /** A repeat may carry another id: it is not documented when. */
  newIdOnRepeat = false
  #onMessage: () => void = () => {}

  constructor(random: Random) {
    this.#random = random
  }

  onMessage(tell: () => void): void {
    this.#onMessage = tell
  }

  put({ content, ...message }: Pick<PmcMessage, 'topic' | 'shopId' | 'at'> & { readonly content: object }): void {
    const id = this.#newId()
    this.#waiting.set(id, { ...message, id, content: JSON.stringify(content), dueAt: message.at, tries: 0 })
    this.#onMessage()
  }

  /** Messages that are due, marked as under way. */
  take(now: Date): PmcMessage[] {
    const due: PmcMessage[] = []
    for (const message of this.#waiting.values()) {
      if (now.getTime() - message.at.getTime() > keptMs) this.#waiting.delete(message.id)
      else if (message.dueAt <= now) due.push(this.#sent(message, now))
    }
    return due
  }

  confirm(id: string): void {
    this.#waiting.delete(id)
  }

  get backlog(): number {
    return this.#waiting.size
  }

  #sent(message: PmcMessage, now: Date): PmcMessage {
    if (message.tries > 0 && this.newIdOnRepeat) {
      this.#waiting.delete(message.id)
      message.id = this.#newId()
      this.#waiting.set(message.id, message)
    }
    message.dueAt = new Date(now.getTime() + Math.min(longestDelayMs, firstDelayMs * 2 ** message.tries))
    message.tries += 1
    return message
  }

  #newId(): string {
    return `26${this.#random.digits(17)}`
  }
}
