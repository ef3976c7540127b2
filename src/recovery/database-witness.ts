import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { compareStanding, type Memory, type StandingFinding } from '../domain/database-standing.ts'
import type { Log } from '../log.ts'
import type { MemoryStore } from './memory-file.ts'
import { beginGeneration, lockStanding, readGenerations, readStanding, writeMark } from './read-standing.ts'
import { sendBack } from './send-back.ts'

const LOOK_PAUSE_MS = 5_000

/** The database is not the one this process has written to: nothing may be raised before it was looked at. */
export class DatabaseReplaced extends Error {
  override readonly name = 'DatabaseReplaced'
}

/**
 * Recognises a database that was restored from a copy, or failed over to a server that lacked what was written last.
 * Every few seconds it marks where the server stands, beside the data and outside, and compares both with what it finds.
 */
export class DatabaseWitness {
  readonly #em: Em
  readonly #clock: Clock
  readonly #log: Log
  readonly #store: MemoryStore
  #memory: Memory | undefined
  #sealing: Promise<void> | undefined
  #nextSeal: Promise<void> | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(parts: { readonly em: Em; readonly clock: Clock; readonly log: Log; readonly store: MemoryStore }) {
    this.#em = parts.em
    this.#clock = parts.clock
    this.#log = parts.log
    this.#store = parts.store
  }

  /** Compares, and either marks or sends every channel back, in one transaction. Returns what was found. */
  async look(): Promise<readonly StandingFinding[]> {
    const remembered = this.#memory ?? (await this.#store.read())
    const files = await this.#store.files()
    const { memory, findings } = await this.#em.fork().transactional(async (tx) => {
      await lockStanding(tx)
      const { server, mark } = await readStanding(tx)
      const generations = await readGenerations(tx)
      const findings = compareStanding({ server, mark, generations, memory: remembered, files })
      const now = this.#clock.now()
      const beat = 1n + larger(mark?.beat ?? 0n, typeof remembered === 'object' ? remembered.beat : 0n)
      const isNew = mark === undefined || findings.length > 0
      const generation = isNew ? randomUUID() : mark.generation
      if (findings.length > 0) await sendBack(tx, findings, now)
      if (isNew) await beginGeneration(tx, { generation, beat, server, now, findings })
      else await writeMark(tx, { generation, beat, server, now })
      return { findings, memory: { ...server, generation, beat, files, kept: 'running' } satisfies Memory }
    })
    if (findings.length > 0) this.#log.error({ findings }, 'the database was restored or failed over: every channel joins again')
    await this.#keep(memory)
    return findings
  }

  /** Looks again and again until the signal aborts. A look that fails is made again: nothing is raised meanwhile. */
  async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#clock.sleep(LOOK_PAUSE_MS, signal).catch(() => undefined)
      if (signal.aborted) return
      await this.look().catch((error: unknown) => this.#log.warn({ err: error }, 'the database could not be compared and marked'))
    }
  }

  /**
   * Call it in the transaction that writes a raise: nothing is raised on a database that was replaced a moment ago.
   * @throws DatabaseReplaced until `look` has sent the channels back.
   */
  async check(tx: Em): Promise<void> {
    const memory = this.#memory
    if (!memory) throw new DatabaseReplaced('the database was not looked at yet')
    const { server, mark } = await readStanding(tx)
    const generations = mark?.generation === memory.generation ? [memory.generation] : await readGenerations(tx)
    const findings = compareStanding({ server, mark, generations, memory, files: memory.files })
    if (findings.length === 0 && mark?.generation === memory.generation) return
    throw new DatabaseReplaced('the database was restored or failed over: every channel joins again before any raise')
  }

  /**
   * Call it between the commit of a raise and its call: what is told to a shop is known outside the database first, so
   * that no older copy passes for this one. Calls that come together share one write.
   * @throws DatabaseReplaced when the server is another one meanwhile.
   */
  seal(): Promise<void> {
    if (!this.#sealing) {
      this.#sealing = this.#seal().finally(() => (this.#sealing = undefined))
      return this.#sealing
    }
    // The write under way may have been begun before the caller's commit; the next one was not.
    this.#nextSeal ??= this.#sealing
      .catch(() => undefined)
      .then(() => {
        this.#nextSeal = undefined
        return this.seal()
      })
    return this.#nextSeal
  }

  async #seal(): Promise<void> {
    const before = this.#memory
    const { server } = await readStanding(this.#em.fork())
    const memory = this.#memory
    const same = memory !== undefined && before?.generation === memory.generation && server.timeline === memory.timeline
    if (!same) throw new DatabaseReplaced('the database was replaced, or was not looked at yet')
    await this.#keep({ ...memory, walBytes: server.walBytes })
  }

  /** Writes one after the other, each what is known by then: an older write never overtakes a newer one. */
  async #keep(memory: Memory): Promise<void> {
    const known = this.#memory?.generation === memory.generation ? this.#memory : memory
    this.#memory = { ...memory, walBytes: larger(known.walBytes, memory.walBytes), beat: larger(known.beat, memory.beat) }
    this.#writing = this.#writing
      .catch(() => undefined) // Whoever waited for that write was told.
      .then(() => this.#store.write(this.#memory ?? memory))
    await this.#writing
  }
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other
}
