import { ChannelError, type ChannelFault } from '../channels/errors.ts'
import type { ShipAnswer } from '../channels/shipping.ts'
import { describeFault } from '../channels/platform-refusal.ts'
import type { Platform } from '../channels/platform.ts'
import type { ShopConnection } from '../channels/shop-connections.ts'
import type { Clock } from '../clock.ts'
import type { KnownOrder } from '../domain/channel-order.ts'
import {
  deadAtMs,
  doubtfulTries,
  seenOf,
  type OrderShipment,
  type Seen,
  type ShipmentProblem,
  type ShipTry,
} from '../domain/order-shipment.ts'
import type { Em } from '../db/orm.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { beginTry, bookAnswer, readTries, type Change } from './ship-tries.ts'

export interface Telling {
  readonly connection: Pick<ShopConnection, 'channel' | 'connector'>
  readonly em: Em
  readonly lease: Lease
  readonly clock: Clock
  readonly signal: AbortSignal
}

export interface ToTell {
  readonly shipment: OrderShipment
  /** All shipments of the same order. */
  readonly all: readonly OrderShipment[]
  /** As the feed has it. */
  readonly known: KnownOrder | undefined
}

const RETRY_MS = 30_000
const RETRY_MAX_MS = 1_800_000
/** A doubt is looked into after so long: an order that is shipped shows so at once. */
const LOOK_MS = 5_000
/** From so many refusals in a row on a person is told. */
const FAILURES_TOLD = 5
const BUSY_MAX = 20

/** These concern the one call: it is not repeated unchanged. All others concern the whole shop, and end the turn. */
const ofTheCall: ReadonlySet<ChannelFault> = new Set(['rejected', 'not found', 'foreign shop', 'done already', 'malformed'])

/**
 * Tells a shop of one shipment, or finds out what became of earlier tries. Before anything is sent again the order is read, and
 * every earlier try must be dead: so the buyer sees one shipment, however often a worker dies on the way.
 */
export async function tellShipment(telling: Telling, toTell: ToTell): Promise<void> {
  const { shipment, known } = toTell
  const tries = await readTries(telling.em.fork(), shipment.id)
  const partly = tries.some(({ answer }) => answer === 'partly shipped')
  const seen = known && !partly ? seenOf(presentOf(known), { shipment, all: toTell.all }) : 'unshipped'
  const early = partly
    ? null
    : (fromSeen(seen, shipment, tries.length === 0 ? 'shipped elsewhere' : 'found shipped') ?? heldBack(known, shipment))
  if (early) return book(telling, shipment, early)
  const doubtful = partly ? [] : doubtfulTries(tries)
  if (doubtful.length > 0) {
    const found = await lookInto(telling, toTell, doubtful)
    if (found) return book(telling, shipment, found)
  }
  await trySending(telling, shipment)
}

/** What follows where the order itself says how things stand; null: it may be sent. */
function fromSeen(seen: Seen, shipment: OrderShipment, outcome: 'found shipped' | 'shipped elsewhere'): Change | null {
  switch (seen) {
    case 'shipped':
      return { state: 'told', outcome, problem: null, message: null, failures: 0, dueAtMs: null }
    case 'called off':
      return problemOf(shipment, 'called off', 'it was called off before its shop was told: stop the parcel')
    case 'split':
      return problemOf(shipment, 'wrong state', 'the order was split: ship the orders it became')
    case 'gone':
      return problemOf(shipment, 'order not found', 'its shop does not know the order')
    case 'says nothing':
    case 'unshipped':
      return null
  }
}

/** The shop does not want it shipped now: whether it would refuse is not known everywhere, so it is not tried. */
function heldBack(known: KnownOrder | undefined, shipment: OrderShipment): Change | null {
  if (known?.state !== 'paid' || known.shippingHold === null) return null
  return problemOf(shipment, 'refund under way', `its shop holds it back: ${known.shippingHold}`)
}

/** Reads the order again. Null: it has not been shipped, and no earlier try can still be carried out. */
async function lookInto(
  { connection: { connector }, clock, signal }: Telling,
  { shipment, all }: ToTell,
  doubtful: readonly ShipTry[],
): Promise<Change | null> {
  const order = await connector.rereadOrder(shipment.orderId, signal)
  const seen = seenOf(order, { shipment, all })
  const found = fromSeen(seen, shipment, 'found shipped')
  if (found) return found
  const own = doubtful.filter(({ revision }) => revision === shipment.revision)
  if (own.some(({ answer }) => answer === 'already shipped')) {
    return problemOf(shipment, 'wrong state', 'its shop says that it is shipped or closed, and shows neither')
  }
  if (seen === 'says nothing' && own.length > 0) {
    return problemOf(
      shipment,
      'in doubt',
      'the shop does not show parts of a line: look there, then send it again or withdraw it',
    )
  }
  // What the order showed was true at some instant of the reading: only after the last try's death is it true for good.
  const deadMs = deadAtMs(doubtful, connector.limits.requestLifetimeMs)
  const platformMs = connector.platformTime(clock.now()).getTime()
  if (platformMs > deadMs + LOOK_MS) return null
  return waitFor(shipment, clock.now().getTime() + deadMs + 2 * LOOK_MS - platformMs, 'the outcome of a try is not known yet')
}

async function trySending(telling: Telling, shipment: OrderShipment): Promise<void> {
  const { connection, em, lease, clock, signal } = telling
  const { connector } = connection
  signal.throwIfAborted()
  const now = clock.now()
  const signedAt = connector.platformTime(now)
  const number = await beginTry(em, shipment, { lease, signedAt, now })
  if (number === null) return
  const { orderId, parcels } = shipment
  const answer = await connector.ship({ orderId, parcels, signedAt }, signal)
  const nowMs = clock.now().getTime()
  const end = (change: Change) => bookAnswer(em, shipment, { lease, nowMs, answered: { number, answer }, change })
  if (answer.kind !== 'refused by gateway') return end(fromAnswer(shipment, answer, nowMs))
  const error = errorOf(connector.platform, answer)
  await end(refusedByGateway(shipment, error, nowMs))
  if (!ofTheCall.has(error.fault)) throw error
}

type GatewayRefusal = Extract<ShipAnswer, { readonly kind: 'refused by gateway' }>

function errorOf(platform: Platform, answer: GatewayRefusal): ChannelError {
  const { fault, message, code, retryAfterMs } = answer
  const details = { ...(code === null ? {} : { code }), ...(retryAfterMs === null ? {} : { retryAfterMs }) }
  return new ChannelError(platform, fault, message, details)
}

function refusedByGateway(shipment: OrderShipment, error: ChannelError, nowMs: number): Change {
  const message = describeFault(error)
  if (ofTheCall.has(error.fault)) return problemOf(shipment, 'other', message)
  const failures = shipment.failures + 1
  const dueAtMs = nowMs + Math.max(pauseMs(failures), error.retryAfterMs ?? 0)
  const waiting = { ...waitFor(shipment, dueAtMs, message), failures }
  return failures === FAILURES_TOLD ? { ...waiting, alarm: delayed(shipment, message) } : waiting
}

function pauseMs(failures: number): number {
  return Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** Math.min(failures - 1, 10))
}

function fromAnswer(
  shipment: OrderShipment,
  answer: Exclude<ShipAnswer, { readonly kind: 'refused by gateway' }>,
  nowMs: number,
): Change {
  switch (answer.kind) {
    case 'shipped':
      return { state: 'told', outcome: 'shipped', problem: null, message: null, failures: 0, dueAtMs: null }
    case 'already shipped':
    case 'unknown':
      return waitFor(shipment, nowMs + LOOK_MS, 'the outcome of the last try is not known yet')
    case 'partly shipped':
      return problemOf(shipment, 'further parcels', answer.message)
    case 'refused by business': {
      const failures = shipment.failures + 1
      if (answer.reason !== 'busy' || failures >= BUSY_MAX) return problemOf(shipment, answer.reason, answer.message)
      return { ...waitFor(shipment, nowMs + pauseMs(failures), answer.message), failures }
    }
  }
}

function presentOf(known: KnownOrder): KnownOrder {
  return { ...known, lines: known.lines.filter(({ present }) => present) }
}

function waitFor({ failures }: OrderShipment, dueAtMs: number, message: string): Change {
  return { state: 'waiting', outcome: null, problem: null, message, failures, dueAtMs }
}

function problemOf(shipment: OrderShipment, problem: ShipmentProblem, message: string): Change {
  const { orderId, id } = shipment
  return {
    state: 'problem',
    outcome: null,
    problem,
    message,
    failures: shipment.failures,
    dueAtMs: null,
    alarm: {
      kind: 'shipment_problem',
      severity: 'critical',
      message: `order ${orderId} has left, and its shop was not told (${problem}): ${message}`,
      facts: { order: orderId, shipment: id, problem },
    },
  }
}

function delayed({ orderId, id }: OrderShipment, message: string) {
  return {
    kind: 'shipment_delayed' as const,
    severity: 'warning' as const,
    message: `order ${orderId} has left, and its shop cannot be told yet: ${message}`,
    facts: { order: orderId, shipment: id },
  }
}

async function book({ em, lease, clock }: Telling, shipment: OrderShipment, change: Change): Promise<void> {
  await bookAnswer(em, shipment, { lease, nowMs: clock.now().getTime(), change })
}

/** The same for a shipment nobody has to send: the feed shows that its order was shipped. */
export async function closeSeen(telling: Telling, { shipment, all, known }: ToTell): Promise<boolean> {
  if (!known || shipment.problem === 'further parcels') return false
  if (seenOf(presentOf(known), { shipment, all }) !== 'shipped') return false
  const tried = (await readTries(telling.em.fork(), shipment.id)).length > 0
  const outcome = tried ? 'found shipped' : 'shipped elsewhere'
  await book(telling, shipment, { state: 'told', outcome, problem: null, message: null, failures: 0, dueAtMs: null })
  return true
}
