import type { WebSocket } from 'ws'
import type { Authenticator } from '../../access/authenticator.ts'
import type { Principal } from '../../access/principal.ts'
import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'

/** What subscribers can cost us at most. */
export interface SocketLimits {
  readonly sockets: number
  readonly socketsOfCaller: number
  readonly subscriptionsOfSocket: number
  readonly messageBytes: number
  /** How long a connection may take to say who it is. */
  readonly initMs: number
  /** How often every connection is asked whether it lives, and whether its credential is still good. */
  readonly checkMs: number
}

export const socketLimits: SocketLimits = {
  sockets: 1_000,
  socketsOfCaller: 20,
  subscriptionsOfSocket: 20,
  messageBytes: 65_536,
  initMs: 3_000,
  checkMs: 20_000,
}

/** Told to a client whose credential is not good, or not good any more. */
const FORBIDDEN = 4403
const GOING_AWAY = 1001
const CLOSING_MS = 1_000

interface Entry {
  /** Answered since it was last asked. */
  alive: boolean
  admitted?: { readonly authorization: string | undefined; readonly principal: Principal; confirmedAtMs: number }
}

/** The connections of subscribers: who they are of, and whether they still may be there. */
export class Sockets {
  readonly #parts: {
    readonly authenticator: Authenticator
    readonly clock: Clock
    readonly log: Log
    readonly limits: SocketLimits
  }
  readonly #entries = new Map<WebSocket, Entry>()

  constructor(parts: {
    readonly authenticator: Authenticator
    readonly clock: Clock
    readonly log: Log
    readonly limits: SocketLimits
  }) {
    this.#parts = parts
  }

  get isFull(): boolean {
    return this.#entries.size >= this.#parts.limits.sockets
  }

  add(socket: WebSocket): void {
    const entry = { alive: true }
    this.#entries.set(socket, entry)
    socket.on('pong', () => (entry.alive = true))
  }

  remove(socket: WebSocket): void {
    this.#entries.delete(socket)
  }

  callerOf(socket: WebSocket): Principal | undefined {
    return this.#entries.get(socket)?.admitted?.principal
  }

  /** Whether the connection may stay, by the credential it sent. */
  async admit(socket: WebSocket, authorization: string | undefined): Promise<boolean> {
    const { authenticator, clock, limits } = this.#parts
    const principal = await authenticator.authenticate(authorization)
    const entry = this.#entries.get(socket)
    if ('kind' in principal || !entry) return false
    const others = [...this.#entries.values()].filter(({ admitted }) => admitted && isSameCaller(admitted.principal, principal))
    if (others.length >= limits.socketsOfCaller) return false
    entry.admitted = { authorization, principal, confirmedAtMs: clock.now().getTime() }
    return true
  }

  /** Ends connections that are dead, and those whose credential was withdrawn or changed. */
  async watch(signal: AbortSignal): Promise<void> {
    const { clock, limits } = this.#parts
    while (!signal.aborted) {
      await clock.sleep(limits.checkMs, signal).catch(() => undefined)
      if (signal.aborted) return
      await Promise.all([...this.#entries].map(([socket, entry]) => this.#check(socket, entry)))
    }
  }

  async #check(socket: WebSocket, entry: Entry): Promise<void> {
    if (!entry.alive) return socket.terminate()
    entry.alive = false
    if (socket.readyState === socket.OPEN) socket.ping()
    const { admitted } = entry
    if (admitted && !(await this.#isStillGood(admitted))) socket.close(FORBIDDEN, 'Forbidden')
  }

  async #isStillGood(admitted: NonNullable<Entry['admitted']>): Promise<boolean> {
    const { authenticator, clock, log, limits } = this.#parts
    try {
      const principal = await authenticator.authenticate(admitted.authorization)
      admitted.confirmedAtMs = clock.now().getTime()
      // Limits and roles are part of what every subscription was begun with.
      return !('kind' in principal) && JSON.stringify(principal) === JSON.stringify(admitted.principal)
    } catch (error) {
      log.warn({ err: error }, 'a credential could not be looked up')
      return clock.now().getTime() - admitted.confirmedAtMs < 2 * limits.checkMs
    }
  }

  async closeAll(): Promise<void> {
    const { clock } = this.#parts
    for (const socket of this.#entries.keys()) socket.close(GOING_AWAY, 'Going away')
    const late = clock.deadline(CLOSING_MS)
    while (this.#entries.size > 0 && !late.aborted) await clock.sleep(10, late).catch(() => undefined)
    for (const socket of this.#entries.keys()) socket.terminate()
  }
}

function isSameCaller(one: Principal, other: Principal): boolean {
  return one.actor === other.actor && one.merchant?.id === other.merchant?.id
}
