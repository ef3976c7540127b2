import { assert } from '../domain/assert.ts'
import type { CommandTry, StockCommand, TryOutcome } from '../domain/publishing/command.ts'
import type { Em } from '../db/orm.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { leaseGuard } from '../jobs/lease-guard.ts'
import { checkInstant, checkText, checkUnits, firstRefusal } from '../stock/check-args.ts'
import type { Operation } from '../stock/engine/operation.ts'
import { writtenGuard } from './guard.ts'
import { openCommand, touchesListings } from './intend-moves.ts'

/** One request of a plan that finds out what a lowering does. Ids and keys are random, made before anything is written (R12). */
export interface IntendProbe {
  readonly channelId: string
  readonly lease: Lease
  readonly listingId: string
  /** The same for every request of the plan that carries the same key. */
  readonly commandId: string
  readonly platformKey: string
  readonly units: number
  /** What its quota has to have, so that nothing is taken off that is not there. */
  readonly quotaAtLeast: number
  /** Instants of the platform's clock: what the request is signed with, and when it dies. */
  readonly signedAtMs: number
  readonly diesAtMs: number
  /** Looks in the same transaction whether the database is still the one that was written to last. */
  readonly checkDatabase?: (tx: Em) => Promise<void>
}

export interface ProbeIntended {
  readonly kind: 'probe'
  /** The number of the try that may be sent now; null: something else is under way, or it has not joined. */
  readonly number: number | null
}

/**
 * R1, R2: writes a request of a probe down before it is sent. It only lowers, and nothing is freed by any answer to it: what it took stays
 * in the quota until a reading made after its last request has settled it (R3). To the publisher it is a lowering without a key whose
 * outcome nobody knows.
 */
export const intendProbe: Operation<IntendProbe, ProbeIntended> = {
  name: 'intend_probe',
  knowsRepeats: true,
  check: ({ units, platformKey, signedAtMs, diesAtMs }) =>
    firstRefusal(
      checkUnits(units, 'units', 1),
      checkText(platformKey, 'platformKey'),
      checkInstant(signedAtMs, 'signedAtMs'),
      checkInstant(diesAtMs, 'diesAtMs'),
    ),
  mentions: ({ channelId, lease, listingId, checkDatabase }) => ({
    listings: [listingId],
    guards: [leaseGuard(lease), writtenGuard(channelId), ...(checkDatabase ? [checkDatabase] : [])],
  }),
  touches: ({ listingId }, names) => touchesListings([listingId], names),

  decide(book, args, scene) {
    const listing = scene.names.listingById(args.listingId)
    const published = book.published.get(args.listingId)
    const before = openCommand(book, args.listingId)
    const [poolId] = listing?.pools ?? []
    if (!listing?.joined || !published || published.channelId !== args.channelId || poolId === undefined)
      return { kind: 'probe', number: null }
    if (before && (before.id !== args.commandId || before.tries.some(({ outcome }) => outcome === null)))
      return { kind: 'probe', number: null }
    if (!before && book.quotaOf(listing) < args.quotaAtLeast) return { kind: 'probe', number: null }
    const { units, platformKey, signedAtMs, diesAtMs } = args
    const fresh: StockCommand = {
      id: args.commandId,
      listingId: listing.id,
      kind: 'lower',
      units,
      parts: [{ poolId, units }],
      platformKey,
      call: 'delta',
      belowZero: 'unproven',
      keyMemoryMs: null,
      state: 'open',
      outcome: null,
      freed: 0,
      fence: args.lease.fence,
      createdAtMs: scene.nowMs,
      closedAtMs: null,
      tries: [],
    }
    const number = published.tries + 1
    const open = { answeredAtMs: null, outcome: null, resultingUnits: null, code: null, message: null }
    const command = before ?? fresh
    const tries: readonly CommandTry[] = [...command.tries, { number, signedAtMs, diesAtMs, fence: args.lease.fence, ...open }]
    book.published.set(listing.id, { ...published, tries: number })
    book.commands.set(command.id, { ...command, state: 'open', tries })
    return { kind: 'probe', number }
  },
}

export interface BookProbe {
  readonly lease: Lease
  readonly listingId: string
  readonly commandId: string
  readonly number: number
  readonly outcome: TryOutcome
  readonly code: string | null
  readonly message: string | null
  readonly answeredAtMs: number
}

export interface ProbeBooked {
  readonly kind: 'booked'
}

/** Books what was said of one request. Where none has reached the service there is nothing to settle. */
export const bookProbe: Operation<BookProbe, ProbeBooked> = {
  name: 'book_probe',
  knowsRepeats: true,
  check: ({ answeredAtMs }) => checkInstant(answeredAtMs, 'answeredAtMs'),
  mentions: ({ lease, listingId }) => ({ listings: [listingId], guards: [leaseGuard(lease)] }),
  touches: ({ listingId }, names) => touchesListings([listingId], names),

  decide(book, { listingId, commandId, number, outcome, code, message, answeredAtMs }, scene) {
    const command = book.commands.get(commandId)
    const published = book.published.get(listingId)
    if (!command || !published || command.state === 'closed') return { kind: 'booked' }
    const told = { outcome, code, message, answeredAtMs }
    const tries = command.tries.map((one) => (one.number === number && one.outcome === null ? { ...one, ...told } : one))
    assert(
      tries.some((one) => one.number === number),
      'an answered request is on record',
    )
    const isRefused = tries.every((one) => one.outcome === 'refused by gateway' || one.outcome === 'refused by business')
    const end = isRefused
      ? { state: 'closed' as const, outcome: 'refused' as const, closedAtMs: scene.nowMs }
      : { state: 'unknown' as const }
    book.commands.set(commandId, { ...command, ...end, tries })
    book.published.set(listingId, { ...published, nextAtMs: scene.nowMs })
    return { kind: 'booked' }
  },
}
