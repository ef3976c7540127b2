import { auditMerchant } from '../audit/audit-merchant.ts'
import type { Clock } from '../clock.ts'
import type { Orm } from '../db/orm.ts'
import type { Log } from '../log.ts'
import { listMerchants } from '../merchants/list-merchants.ts'
import { bookAwaited } from '../stock/documents/book-awaited.ts'
import { forgetAnswers } from '../stock/forget-answers.ts'
import type { StockDesks } from '../stock/stock-desks.ts'
import { tidyDue } from '../stock/tidy-due.ts'
import { forgetFailedJobs } from './durable/forget-failed-jobs.ts'
import { repeat } from './repeat.ts'

const TIDY_PAUSE_MS = 1_000
const AUDIT_PAUSE_MS = 600_000
const FORGET_PAUSE_MS = 3_600_000
/** At the first turn, and after a failure, expiries of this long ago are looked for; later turns look at what is new. */
const LOOK_BACK_MS = 31 * 24 * 3_600_000
/** Turns overlap: a hold may be committed a little after the instant it was given. */
const OVERLAP_MS = 60_000

export interface Housekeeping {
  readonly orm: Orm
  readonly desks: StockDesks
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  /** Told the differences that the audit of all merchants found, for the metric. */
  readonly onAudited: (differences: number) => void
}

/**
 * What keeps the books tidy. Nothing is right or wrong because of it: expired holds are free by the clock alone, and
 * each task may run in any number of processes at once. Ends when the signal aborts.
 */
export async function keepHouse(house: Housekeeping): Promise<void> {
  const tidiedThrough = new Map<string, number>()
  await Promise.all([
    repeat({ name: 'tidy', pauseMs: TIDY_PAUSE_MS, run: (signal) => tidy(house, tidiedThrough, signal) }, house),
    repeat({ name: 'audit', pauseMs: AUDIT_PAUSE_MS, run: (signal) => audit(house, signal) }, house),
    repeat({ name: 'forget', pauseMs: FORGET_PAUSE_MS, run: (signal) => forget(house, signal) }, house),
  ])
}

async function tidy({ orm, desks, clock }: Housekeeping, tidiedThrough: Map<string, number>, signal: AbortSignal): Promise<void> {
  for (const { schema } of await listMerchants(orm.em.fork())) {
    const nowMs = clock.now().getTime()
    const sinceMs = (tidiedThrough.get(schema) ?? nowMs - LOOK_BACK_MS) - OVERLAP_MS
    const books = { em: orm.em.fork({ schema }), desk: desks.of(schema) }
    await tidyDue(books, { sinceMs, nowMs, signal })
    await bookAwaited(books, { nowMs, signal })
    tidiedThrough.set(schema, nowMs)
  }
}

async function audit({ orm, log, onAudited }: Housekeeping, signal: AbortSignal): Promise<void> {
  let differences = 0
  for (const { code, schema } of await listMerchants(orm.em.fork())) {
    for await (const step of auditMerchant(orm.em.fork({ schema }), signal)) {
      differences += step.differences.length
      for (const difference of step.differences) log.error({ merchant: code, difference }, 'the audit found a difference')
    }
  }
  onAudited(differences)
}

async function forget({ orm, clock }: Housekeeping, signal: AbortSignal): Promise<void> {
  await forgetFailedJobs(orm.em.fork(), { now: clock.now() })
  for (const { schema } of await listMerchants(orm.em.fork())) {
    await forgetAnswers(orm.em.fork({ schema }), { nowMs: clock.now().getTime(), signal })
  }
}
