import { giveBack, takeToPublish } from '../domain/flows.ts'
import { assert } from '../domain/assert.ts'
import { freeUnits, overcommitRoom } from '../domain/balance.ts'
import type { PoolId } from '../domain/ids.ts'
import type { BelowZero, CommandCall, CommandKind, CommandPart, StockCommand } from '../domain/publishing/command.ts'
import { drainUnits, spreadUnits } from '../domain/publishing/spread-units.ts'
import type { Em } from '../db/orm.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { leaseGuard } from '../jobs/lease-guard.ts'
import { checkInstant, checkLineCount, checkText, checkUnits, firstRefusal } from '../stock/check-args.ts'
import type { Book } from '../stock/engine/book.ts'
import type { ListingName, Names } from '../stock/engine/names.ts'
import type { Operation, Scene, Touches } from '../stock/engine/operation.ts'
import { postQuota } from './post-quota.ts'
import { writtenGuard } from './guard.ts'
import { keptFor, missingOf, publishKept, refillLocks } from './publish-locks.ts'

/** One move to be sent. Its ids and its key are random and made by the caller before anything is written (R12). */
export interface WantedMove {
  readonly listingId: string
  readonly commandId: string
  readonly kind: CommandKind
  /** At most so many; 0 for `set_zero`. */
  readonly units: number
  readonly platformKey: string
  readonly call: CommandCall
  readonly belowZero: BelowZero
  readonly keyMemoryMs: number | null
  /** As it was when the publisher looked at the listing. */
  readonly revision: string
}

export interface IntendMoves {
  readonly channelId: string
  readonly lease: Lease
  readonly moves: readonly WantedMove[]
  /** Commands whose outcome is unknown that are sent again under the same key. */
  readonly again: readonly { readonly listingId: string; readonly commandId: string }[]
  /** Instants of the platform's clock: what the requests are signed with, and when they die. */
  readonly signedAtMs: number
  readonly diesAtMs: number
  /** Looks in the same transaction whether the database is still the one that was written to last. */
  readonly checkDatabase?: (tx: Em) => Promise<void>
}

/** A try that may be sent now: it is on record. */
export interface Intent {
  readonly listingId: string
  readonly commandId: string
  readonly number: number
  readonly kind: CommandKind
  readonly units: number
  readonly call: CommandCall
  readonly platformKey: string
}

export interface MovesIntended {
  readonly kind: 'intended'
  readonly intents: readonly Intent[]
}

const MOVES_MAX = 200

/**
 * R1: writes down what is about to be sent, and sets aside the units of raises, before anything is sent. A move that is not
 * possible any more is left out.
 */
export const intendMoves: Operation<IntendMoves, MovesIntended> = {
  name: 'intend_moves',
  knowsRepeats: true,
  patient: true,
  check({ moves, again, signedAtMs, diesAtMs }) {
    return firstRefusal(
      checkLineCount(moves.length + again.length, MOVES_MAX, 'moves'),
      checkInstant(signedAtMs, 'signedAtMs'),
      checkInstant(diesAtMs, 'diesAtMs'),
      ...moves.flatMap(({ units, platformKey, kind }, n) => [
        checkUnits(units, `moves.${n}.units`, kind === 'set_zero' ? 0 : 1),
        checkText(platformKey, `moves.${n}.platformKey`),
      ]),
    )
  },
  mentions({ channelId, lease, moves, again, checkDatabase }) {
    const listings = [...moves, ...again].map(({ listingId }) => listingId)
    return { listings, guards: [leaseGuard(lease), writtenGuard(channelId), ...(checkDatabase ? [checkDatabase] : [])] }
  },
  touches: ({ moves, again }, names) =>
    touchesListings(
      [...moves, ...again].map(({ listingId }) => listingId),
      names,
    ),

  decide(book, args, scene) {
    const again = args.again.flatMap(({ commandId }) => sendAgain(book, { commandId, args }) ?? [])
    const fresh = args.moves.flatMap((move) => intend(book, { move, args, scene }) ?? rest(book, move))
    return { kind: 'intended', intents: [...again, ...fresh] }
  },
}

/** The balances behind these listings. */
export function touchesListings(listingIds: readonly string[], names: Names): Touches {
  const listings = listingIds.flatMap((id) => names.listingById(id) ?? [])
  return { balances: listings.flatMap(balancesOf), creates: true }
}

function balancesOf({ pools, widest }: ListingName): Touches['balances'] {
  return pools.flatMap((poolId) => widest.map(({ skuId }) => ({ poolId, skuId })))
}

/** Nothing is free for it, or something else is under way: what changes that makes it due again. */
function rest(book: Book, { listingId, revision }: WantedMove): readonly Intent[] {
  const published = book.published.get(listingId)
  if (published?.revision === revision) book.published.set(listingId, { ...published, nextAtMs: null })
  return []
}

interface Asked {
  readonly move: WantedMove
  readonly args: IntendMoves
  readonly scene: Scene
}

function intend(book: Book, asked: Asked): Intent | undefined {
  const { move, args, scene } = asked
  const listing = scene.names.listingById(move.listingId)
  const published = book.published.get(move.listingId)
  if (!listing?.joined || !published || published.channelId !== args.channelId) return undefined
  if (move.kind !== 'set_zero' && openCommand(book, listing.id)) return undefined
  const isBlocked = published.raisesBlocked !== null
  if (move.kind === 'raise' && !isBlocked) refillLocks(book, listing, scene)
  const parts = partsOf(book, listing, { move, isBlocked, nowMs: scene.nowMs })
  const units = parts.reduce((sum, part) => sum + part.units, 0)
  if (units === 0 && move.kind !== 'set_zero') return undefined
  const [first] = listing.pools
  assert(first !== undefined, 'a listing sells from one pool at least')
  const command: StockCommand = {
    id: move.commandId,
    listingId: listing.id,
    kind: move.kind,
    units,
    parts: parts.length > 0 ? parts : [{ poolId: first, units: 0 }],
    platformKey: move.platformKey,
    call: move.call,
    belowZero: move.belowZero,
    keyMemoryMs: move.keyMemoryMs,
    state: 'open',
    outcome: null,
    freed: 0,
    fence: args.lease.fence,
    createdAtMs: scene.nowMs,
    closedAtMs: null,
    tries: [],
  }
  if (move.kind === 'raise') {
    const why = { reason: 'raise', document: `stock_command:${command.id}` }
    const ordinary = parts.map(({ poolId, units: sets }) => ({
      poolId,
      units: sets - publishKept(book, { listing, poolId, units: sets }, why, scene),
    }))
    postQuota(book, { listing, parts: ordinary, by: (balance, sets) => takeToPublish(balance, sets, 'quota') }, why, scene)
  }
  return addTry(book, command, args)
}

/** The command of a listing that is not settled, a "stop selling" apart. */
export function openCommand(book: Book, listingId: string): StockCommand | undefined {
  return commandsOf(book, listingId).find(({ kind }) => kind !== 'set_zero')
}

export function commandsOf(book: Book, listingId: string): readonly StockCommand[] {
  return [...book.commands.all().values()].filter((one) => one.listingId === listingId && one.state !== 'closed')
}

/** A raise comes from the first pool that has it, what is kept for its campaigns included; a lowering goes back to the last one. */
function partsOf(
  book: Book,
  listing: ListingName,
  { move, isBlocked, nowMs }: { readonly move: WantedMove; readonly isBlocked: boolean; readonly nowMs: number },
): readonly CommandPart[] {
  if (move.kind === 'set_zero') return []
  if (move.kind === 'raise') {
    if (isBlocked) return []
    if (listing.aheadRoom !== null) return aheadParts(listing, Math.min(move.units, listing.aheadRoom))
    const free = listing.pools.map((place) => {
      const kept = keptFor(book, listing, place, nowMs)
      return { place, units: kept + freeIn(book, listing, { poolId: place, most: move.units, nowMs }) }
    })
    const there = free.reduce((sum, { units }) => sum + units, 0)
    return spreadUnits(Math.min(move.units, there), free).map(toPart)
  }
  const quotas = listing.pools.map((place) => ({ place, units: book.quota(listing.id, place) })).toReversed()
  const most = Math.min(move.units, Math.max(0, book.quotaOf(listing)))
  return drainUnits(most, quotas).map(toPart)
}

/** What is still to come was set aside before: no unit of a pool is taken. */
function aheadParts({ pools: [poolId] }: ListingName, units: number): readonly CommandPart[] {
  return poolId === undefined || units <= 0 ? [] : [{ poolId, units }]
}

function toPart({ place: poolId, units }: { readonly place: PoolId; readonly units: number }): CommandPart {
  return { poolId, units }
}

function freeIn(
  book: Book,
  { widest }: ListingName,
  { poolId, most, nowMs }: { readonly poolId: PoolId; readonly most: number; readonly nowMs: number },
): number {
  const isStrict = (book.overcommits.budget.get('budget')?.strictSinceMs ?? null) !== null
  const sets = widest.map(({ skuId, units }) => {
    const balance = book.balance(poolId, skuId)
    const missing = missingOf(book, poolId, skuId, nowMs)
    // Sets, and what campaigns lack, only take what is there.
    const beyond = missing > 0 || units > 1 || widest.length > 1 || isStrict ? 0 : overcommitRoom(balance)
    return Math.floor((freeUnits(balance) - missing + beyond) / units)
  })
  return widest.length === 0 ? 0 : Math.max(0, Math.min(most, ...sets))
}

/** R5: the same key and content, as a try with its own signing time. */
function sendAgain(
  book: Book,
  { commandId, args }: { readonly commandId: string; readonly args: IntendMoves },
): Intent | undefined {
  const command = book.commands.get(commandId)
  if (!command || command.state === 'closed' || command.call !== 'keyed delta') return undefined
  return addTry(book, { ...command, state: 'open' }, args)
}

function addTry(book: Book, command: StockCommand, { lease, signedAtMs, diesAtMs }: IntendMoves): Intent {
  const published = book.published.get(command.listingId)
  assert(published !== undefined, 'only what is published is sent')
  const number = published.tries + 1
  const open = { answeredAtMs: null, outcome: null, resultingUnits: null, code: null, message: null }
  book.published.set(command.listingId, { ...published, tries: number })
  book.commands.set(command.id, {
    ...command,
    tries: [...command.tries, { number, signedAtMs, diesAtMs, fence: lease.fence, ...open }],
  })
  const { id: commandId, listingId, kind, units, call, platformKey } = command
  return { listingId, commandId, number, kind, units, call, platformKey }
}

/** Units of a quota that go back: they pay what was promised beyond the goods before they are free. */
export const backToPool = (balance: Parameters<typeof giveBack>[0], units: number) => giveBack(balance, units, 'quota')
