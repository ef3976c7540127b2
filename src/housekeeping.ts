import { announceAlarms } from './alarms/announce.ts'
import { forgetNotices } from './alarms/forget-notices.ts'
import { closeCampaigns } from './campaigns/tend-campaigns.ts'
import { forgetCalls } from './channels/call-counts.ts'
import { forgetPushes } from './intake/take-pushes.ts'
import { auditMerchant } from './audit/audit-merchant.ts'
import { alarmAuthorisations } from './channels/authorisation-alarms.ts'
import type { Clock } from './clock.ts'
import type { Orm } from './db/orm.ts'
import type { Log } from './log.ts'
import { listMerchants } from './merchants/list-merchants.ts'
import { watchShortfalls } from './shortfall/watch-shortfalls.ts'
import { watchShipBy } from './shipping/watch-ship-by.ts'
import { bookAwaited } from './stock/documents/book-awaited.ts'
import { forgetAnswers } from './stock/forget-answers.ts'
import { forgetChanges } from './stock/sql/quota-changes.ts'
import type { StockDesks } from './stock/stock-desks.ts'
import { tidyDue } from './stock/tidy-due.ts'
import { forgetFailedJobs } from './jobs/durable/forget-failed-jobs.ts'
import {
  endHouseTask,
  readHouseTasks,
  renewHouseTask,
  takeHouseTask,
  type HouseLease,
  type HouseTask,
} from './jobs/house-task.ts'
import { keepLease, LEASE_MS, LeaseLost } from './jobs/with-lease.ts'

/** At the first turn, and after a failure, expiries of this long ago are looked for; later turns look at what is new. */
const LOOK_BACK_MS = 31 * 24 * 3_600_000
/** Turns overlap: a hold may be committed a little after the instant it was given. */
const OVERLAP_MS = 60_000
const RETRY_MAX_MS = 600_000

export interface Housekeeping {
  readonly orm: Orm
  readonly desks: StockDesks
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  /** Names this process in leases. */
  readonly holder: string
  readonly leaseMs?: number
  /** Told the differences that the last audit of all merchants found, whichever process made it, for the metric. */
  readonly onAudited: (differences: number) => void
  /** Puts secrets under the current master key; undefined where there is none. */
  readonly rewrap?: (signal: AbortSignal) => Promise<void>
}

interface House extends Housekeeping {
  /** Through when each merchant's expiries were looked at by this process. */
  readonly tidiedThrough: Map<string, number>
}

/** A task of the house: how long after its end it is due again, and its work, which may tell what it counted. */
interface HouseWork {
  readonly everyMs: number
  readonly run: (house: House, signal: AbortSignal) => Promise<number>
}

const WORK: Readonly<Record<HouseTask, HouseWork>> = {
  tidy: { everyMs: 1_000, run: tidy },
  audit: { everyMs: 600_000, run: audit },
  forget: { everyMs: 3_600_000, run: forget },
  rewrap: { everyMs: 3_600_000, run: rewrap },
  announce: { everyMs: 1_000, run: announce },
  authorisations: { everyMs: 3_600_000, run: authorisations },
  'order-watch': { everyMs: 60_000, run: watchOrders },
}
const TASKS: readonly HouseTask[] = ['tidy', 'audit', 'forget', 'rewrap', 'announce', 'authorisations', 'order-watch']

/**
 * What keeps the books tidy. Nothing is right or wrong because of it: expired holds are free by the clock alone. Each
 * task is done by one process at a time, when it is due by its row.
 */
export class Housekeeper {
  readonly #house: House
  readonly #turns = new Map<HouseTask, Promise<void>>()
  #looking: Promise<void> | undefined

  constructor(housekeeping: Housekeeping) {
    this.#house = { ...housekeeping, tidiedThrough: new Map() }
  }

  /** Something may have come due. */
  tick(): void {
    const { signal, log } = this.#house
    if (signal.aborted) return
    this.#looking ??= this.#look()
      .catch((error: unknown) => {
        if (!signal.aborted) log.warn({ err: error }, 'the look for due housekeeping failed; it is made again at the next tick')
      })
      .finally(() => {
        this.#looking = undefined
      })
  }

  async drain(): Promise<void> {
    while (this.#looking || this.#turns.size > 0) await Promise.allSettled([this.#looking, ...this.#turns.values()])
  }

  async #look(): Promise<void> {
    const { orm, clock, onAudited, rewrap: hasKeys } = this.#house
    const tasks = TASKS.filter((task) => task !== 'rewrap' || hasKeys)
    const standing = await readHouseTasks(orm.em.fork(), { tasks, now: clock.now() })
    for (const { task: name, due, found } of standing) {
      if (name === 'audit' && found !== null) onAudited(found)
      const task = tasks.find((one) => one === name)
      if (!due || !task || this.#turns.has(task)) continue
      this.#turns.set(
        task,
        doHouseTask(this.#house, task).finally(() => this.#turns.delete(task)),
      )
    }
  }
}

/** Does one turn of the task, if it is due and nobody else has it. */
async function doHouseTask(house: House, task: HouseTask): Promise<void> {
  const { orm, clock, log, holder, signal, leaseMs = LEASE_MS } = house
  try {
    const em = orm.em.fork()
    const lease = await takeHouseTask(em, task, { holder, now: clock.now(), leaseMs })
    if (!lease) return
    await keepLease({
      name: `the lease of ${task}`,
      clock,
      signal,
      leaseMs,
      renew: (terms) => renewHouseTask(orm.em.fork(), lease, terms),
      work: (held) => takeTurn(house, lease, held),
    })
  } catch (error) {
    if (!signal.aborted) log.warn({ err: error, task }, 'a task failed; it will be tried again')
  }
}

async function takeTurn(house: House, lease: HouseLease, signal: AbortSignal): Promise<void> {
  const { orm, clock } = house
  const { everyMs, run } = WORK[lease.task]
  let found: number | undefined
  try {
    found = await run(house, signal)
  } catch (error) {
    if (error instanceof LeaseLost) throw error
    const retryMs = Math.min(RETRY_MAX_MS, 1_000 * 2 ** Math.min(lease.failures, 10))
    await endHouseTask(orm.em.fork(), lease, { now: clock.now(), dueAt: later(clock, retryMs), found: undefined })
    throw error
  }
  await endHouseTask(orm.em.fork(), lease, { now: clock.now(), dueAt: later(clock, everyMs), found })
}

async function tidy({ orm, desks, clock, tidiedThrough }: House, signal: AbortSignal): Promise<number> {
  for (const { schema } of await listMerchants(orm.em.fork())) {
    const nowMs = clock.now().getTime()
    const sinceMs = (tidiedThrough.get(schema) ?? nowMs - LOOK_BACK_MS) - OVERLAP_MS
    const books = { em: orm.em.fork({ schema }), desk: desks.of(schema) }
    await tidyDue(books, { sinceMs, nowMs, signal })
    await bookAwaited(books, { nowMs, signal })
    tidiedThrough.set(schema, nowMs)
  }
  return 0
}

async function audit({ orm, log }: House, signal: AbortSignal): Promise<number> {
  let differences = 0
  for (const { code, schema } of await listMerchants(orm.em.fork())) {
    for await (const step of auditMerchant(orm.em.fork({ schema }), signal)) {
      differences += step.differences.length
      for (const difference of step.differences) log.error({ merchant: code, difference }, 'the audit found a difference')
    }
  }
  return differences
}

async function forget({ orm, clock }: House, signal: AbortSignal): Promise<number> {
  await forgetFailedJobs(orm.em.fork(), { now: clock.now() })
  for (const { schema } of await listMerchants(orm.em.fork())) {
    await forgetAnswers(orm.em.fork({ schema }), { nowMs: clock.now().getTime(), signal })
    await forgetChanges(orm.em.fork({ schema }), { nowMs: clock.now().getTime(), signal })
    await forgetNotices(orm.em.fork({ schema }), { nowMs: clock.now().getTime(), signal })
    await forgetPushes(orm.em.fork({ schema }), clock.now())
    await forgetCalls(orm.em.fork({ schema }), clock.now())
    await closeCampaigns(orm.em.fork({ schema }), clock.now().getTime())
  }
  return 0
}

async function rewrap(house: House, signal: AbortSignal): Promise<number> {
  await house.rewrap?.(signal)
  return 0
}

async function watchOrders({ orm, clock }: House, signal: AbortSignal): Promise<number> {
  for (const { schema } of await listMerchants(orm.em.fork())) {
    signal.throwIfAborted()
    await watchShipBy(orm.em.fork({ schema }), clock.now().getTime())
    await watchShortfalls(orm.em.fork({ schema }), clock.now().getTime())
  }
  return 0
}

async function announce(house: House, signal: AbortSignal): Promise<number> {
  await announceAlarms(house, signal)
  return 0
}

async function authorisations(house: House, signal: AbortSignal): Promise<number> {
  await alarmAuthorisations(house, signal)
  return 0
}

function later(clock: Clock, ms: number): Date {
  return new Date(clock.now().getTime() + ms)
}
