import type { ChannelConnector } from '../../src/channels/connector.ts'
import type { ChannelOrder } from '../../src/channels/order.ts'
import type { StockSemantics } from '../../src/channels/semantics.ts'
import type { StockAnswer, StockTry } from '../../src/channels/stock.ts'
import { giveBack } from '../../src/domain/flows.ts'
import { backToPool } from '../../src/publishing/intend-moves.ts'
import { postQuota } from '../../src/publishing/post-quota.ts'
import { takeOff } from '../../src/publishing/take-off.ts'
import type { Book } from '../../src/stock/engine/book.ts'
import type { Scene } from '../../src/stock/engine/operation.ts'
import type { ShopFront } from '../../simulate/world/shop-front.ts'
import { TICK_MS } from '../../simulate/scenario.ts'
import { brokenDesk } from './broken-desk.ts'
import type { SimRun } from './sim-world.ts'

/** Puts another connector between the product and every shop. */
function connected(change: (connector: ChannelConnector, front: ShopFront) => Partial<ChannelConnector>): SimRun {
  return { remake: (front) => ({ ...front, connector: { ...front.connector, ...change(front.connector, front) } }) }
}

/** Takes the shops' numbers for something they are not. */
function meaning(change: Partial<StockSemantics>): SimRun {
  return connected((connector) => ({ semanticsOf: (listing) => ({ ...connector.semanticsOf(listing), ...change }) }))
}

function answering(change: (answers: readonly StockAnswer[], attempt: StockTry) => readonly StockAnswer[]): SimRun {
  return connected((connector) => ({
    changeStock: async (attempt, signal) => change(await connector.changeStock(attempt, signal), attempt),
  }))
}

/** Changes what the shops' lists tell of orders. */
function told(change: (order: ChannelOrder) => ChannelOrder): SimRun {
  return connected((connector) => ({
    async *pullOrders(window, signal) {
      for await (const page of connector.pullOrders(window, signal)) yield { ...page, orders: page.orders.map(change) }
    },
    pullTail: async (tail, signal) => {
      const found = await connector.pullTail(tail, signal)
      return { ...found, orders: found.orders.map(change) }
    },
    rereadOrder: async (orderId, signal) => {
      const order = await connector.rereadOrder(orderId, signal)
      return order && change(order)
    },
  }))
}

const refusedByGateway = {
  kind: 'refused by gateway',
  fault: 'unavailable',
  code: null,
  message: 'no answer',
  retryAfterMs: null,
} as const

function justSent(book: Book) {
  return [...book.commands.all().values()].filter(
    ({ state, tries }) => state === 'open' && tries.length === 1 && tries[0]?.answeredAtMs === null,
  )
}

const why = { reason: 'broken', document: 'test:broken' }

/** Sends a raise with nothing set aside for it. */
function sendsBare(book: Book, scene: Scene): void {
  for (const { kind, listingId, parts } of justSent(book)) {
    const listing = scene.names.listingById(listingId)
    if (kind === 'raise' && listing) postQuota(book, { listing, parts, by: backToPool, grows: false }, why, scene)
  }
}

/** Takes a lowering for done when it is sent. */
function freesWhenSent(book: Book, scene: Scene): void {
  for (const { kind, listingId, units } of justSent(book)) {
    const listing = scene.names.listingById(listingId)
    if (kind === 'lower' && listing) takeOff(book, { listing, units, parts: [] }, why, scene)
  }
}

/** Takes an error of a later try for one of the first. */
function forgetsEarlierTries(book: Book): void {
  for (const command of book.commands.all().values()) {
    const last = command.tries.at(-1)
    const tries = command.tries.map((one) =>
      one !== last && (one.outcome === 'unknown' || one.outcome === null)
        ? { ...one, outcome: 'refused by gateway' as const }
        : one,
    )
    if (command.state !== 'closed') book.commands.set(command.id, { ...command, tries })
  }
}

/** A reading passes for one that every order before it is surely booked of. */
const trustsAtOnce = connected((connector) => ({
  readStock: async (listings, signal) => {
    const readings = await connector.readStock(listings, signal)
    return readings.map((one) => ({ ...one, answeredAt: new Date(one.answeredAt.getTime() - 600_000) }))
  },
}))

/** Puts refunded goods that had left back into the pool. */
function receivesRefunds(book: Book, scene: Scene): void {
  for (const { lines } of book.orders.all().values()) {
    for (const { listingId, units, refund, shippedUnits, state } of lines) {
      const listing = listingId === null ? undefined : scene.names.listingById(listingId)
      const [poolId, part] = [listing?.pools[0], listing?.widest[0]]
      const hasLeft = shippedUnits > 0 || state === 'closed' || state === 'shipped'
      if (refund !== 'done' || !hasLeft || poolId === undefined || !part) continue
      const postings = giveBack(book.balance(poolId, part.skuId), units, 'outside')
      book.post({ poolId, skuId: part.skuId }, postings, { ...why, happenedAtMs: scene.nowMs, actor: 'test' })
    }
  }
}

/** Lowers the quota for every order it is told of, once more each time. */
function countsTwice(book: Book, scene: Scene): void {
  for (const { lines } of book.orders.all().values()) {
    for (const { listingId, units, state } of lines) {
      const listing = listingId === null ? undefined : scene.names.listingById(listingId)
      if (listing && state === 'paid') takeOff(book, { listing, units, parts: [] }, why, scene)
    }
  }
}

/** Sets the shop to what it believes the number should be, with every move: whatever was sold unseen is for sale again. */
function setting(connector: ChannelConnector, front: ShopFront): Partial<ChannelConnector> {
  let believed = front.row.sellable
  return {
    ...connector,
    changeStock: async ({ changes, signedAt }, signal) => {
      for (const { move } of changes)
        if (move.kind !== 'stop') believed = Math.max(0, believed + (move.kind === 'raise' ? move.units : -move.units))
      const answers = await connector.changeStock({ changes, signedAt }, signal)
      front.sandbox.market.changeStock(front.truth().id, front.row.id, {
        kind: 'set',
        units: believed,
        belowZero: 'clamp',
        why: 'hand',
      })
      return answers
    },
  }
}

/** Sends a plain change again when nobody answered. */
function repeating(connector: ChannelConnector): Partial<ChannelConnector> {
  return {
    changeStock: async (attempt, signal) => {
      const first = await connector.changeStock(attempt, signal)
      return first.some(({ kind }) => kind === 'unknown') ? connector.changeStock(attempt, signal) : first
    },
  }
}

/** A worker that was frozen with a request in its hands, and signs it afresh once it thaws. */
function signingAfresh(connector: ChannelConnector, { sandbox }: ShopFront): Partial<ChannelConnector> {
  return {
    changeStock: async ({ changes, signedAt }, signal) => {
      const answers = await connector.changeStock({ changes, signedAt }, signal)
      if (!answers.some(({ kind }) => kind === 'unknown')) return answers
      void sandbox.world.clock.sleep(50 * TICK_MS).then(() => {
        return connector.changeStock({ changes, signedAt: connector.platformTime(new Date(sandbox.world.clock.now())) }, signal)
      })
      return answers
    },
  }
}

const desk = (breaking: Parameters<typeof brokenDesk>[1]): SimRun => ({
  variant: { desk: (whole) => brokenDesk(whole, breaking) },
})

/** Forgets the raises that were sent since a reading was asked for. */
function forgetsRaises(scene: Scene): Scene {
  const { settlement } = scene
  return { ...scene, settlement: { ...settlement, raisedSince: () => 0 } }
}

/** Every rule taken away by itself. */
export const brokenVariants = {
  'R1: a raise is sent before its units are set aside': desk({ of: 'intend_moves', after: sendsBare }),
  'N8, R1: a time-out is taken for a refusal': answering((answers) =>
    answers.map((answer) => (answer.kind === 'unknown' ? { ...refusedByGateway, listing: answer.listing } : answer)),
  ),
  'N5, R2: a lowering frees its units when it is sent': desk({ of: 'intend_moves', after: freesWhenSent }),
  'N10, R2: a lowering that was clamped at zero counts in full': meaning({ belowZero: 'refused' }),
  'N14, R3: a reading is trusted at once': trustsAtOnce,
  'N22, R3: a raise that has overtaken a reading is forgotten': desk({ of: 'settle_readings', scene: forgetsRaises }),
  'N21, R3: hidden orders are left out of a reading': meaning({
    hidden: { orders: 'none', counter: 'none', counterCountsAll: false },
  }),
  'R4: numbers are set, not moved': connected(setting),
  'N7, R5: a change without a key is sent again': connected(repeating),
  'N9, R5: an error of the second try settles the first': desk({ of: 'book_answers', before: forgetsEarlierTries }),
  'N11, R6: a cancelled unit is free although the shop sells it again': meaning({ cancelRestores: false }),
  'N12, R7: an order that is told twice counts twice': desk({ of: 'orders', after: countsTwice }),
  'N13, R8: a watermark does not wait for the lists’ lag': connected((connector) => ({
    orderLists: connector.orderLists.map((list) => ({ ...list, lagMs: 0 })),
  })),
  'N19, R8: a list proves more than it shows': connected((connector) => ({
    pullTail: async (tail, signal) => {
      const found = await connector.pullTail(tail, signal)
      return { ...found, askedAt: new Date(found.askedAt.getTime() + 120_000), complete: true }
    },
  })),
  'R7: units the counter did not give lower the quota all the same': told((order) => ({
    ...order,
    lines: order.lines.map((line) => ({ ...line, oversold: false })),
  })),
  'a bound that leaves out unpaid orders': { variant: { bound: (stated) => ({ ...stated, units: 0 }) } },
  'N20, R11: a frozen worker signs its request afresh': connected(signingAfresh),
  'R9: a refund is taken for a receipt': desk({ of: 'orders', after: receivesRefunds }),
  'N23: a shop joins with the number it shows, its orders unseen': trustsAtOnce,
} as const satisfies Record<string, SimRun>

export type BrokenName = keyof typeof brokenVariants
