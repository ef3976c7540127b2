import { takeByFact } from '../../src/domain/flows.ts'
import { postQuota } from '../../src/publishing/post-quota.ts'
import { takeOff } from '../../src/publishing/take-off.ts'
import type { Book } from '../../src/stock/engine/book.ts'
import type { Scene } from '../../src/stock/engine/operation.ts'
import { brokenDesk } from './broken-desk.ts'
import type { SimRun } from './sim-world.ts'

const desk = (breaking: Parameters<typeof brokenDesk>[1]): SimRun => ({
  variant: { desk: (whole) => brokenDesk(whole, breaking) },
})

/** Pays for what is below zero in a pool without a look at the others. */
function chargesFirst(book: Book, scene: Scene): void {
  for (const { listingId, poolId, units } of book.quotas.all().values()) {
    const listing = scene.names.listingById(listingId)
    if (!listing || units >= 0) continue
    const by: Parameters<typeof postQuota>[1]['by'] = (balance, some) => takeByFact(balance, some, 'quota')
    const why = { reason: 'oversold', document: `listing:${listingId}` }
    postQuota(book, { listing, parts: [{ poolId, units: -units }], by }, why, scene)
  }
}

/** Keeps no record of the pools a raise came from: what is refused of it goes to the last one. */
function forgetsParts(book: Book, scene: Scene): void {
  for (const command of book.commands.all().values()) {
    const last = scene.names.listingById(command.listingId)?.pools.at(-1)
    if (command.kind === 'raise' && command.state !== 'closed' && last !== undefined)
      book.commands.set(command.id, { ...command, parts: [{ poolId: last, units: command.units }] })
  }
}

/** Takes a fall of the shop's one number for a fall in each of two pools. */
function fallsTwice(): Parameters<typeof brokenDesk>[1] {
  const before = new Map<string, number>()
  const quotasOf = (book: Book, scene: Scene) =>
    [...new Set([...book.quotas.all().values()].map(({ listingId }) => listingId))].flatMap((id) => {
      const listing = scene.names.listingById(id)
      return listing ? [{ listing, units: book.quotaOf(listing) }] : []
    })
  return {
    of: 'settle_readings',
    before(book, scene) {
      before.clear()
      for (const { listing, units } of quotasOf(book, scene)) before.set(listing.id, units)
    },
    after(book, scene) {
      for (const { listing, units } of quotasOf(book, scene)) {
        const fallen = (before.get(listing.id) ?? units) - units
        if (fallen > 0) takeOff(book, { listing, units: fallen, parts: [] }, { reason: 'settle', document: 'test:broken' }, scene)
      }
    },
  }
}

/** Sees no listing that has promised sets of the old version. */
function seesNoListing(scene: Scene): Scene {
  return { ...scene, names: { ...scene.names, listingById: () => undefined } }
}

/** Takes the version of now for every order, whenever it was made. */
function versionOfNow(scene: Scene): Scene {
  const { names, nowMs } = scene
  return { ...scene, names: { ...names, versionAt: (recipeId) => names.versionAt(recipeId, nowMs) } }
}

/** Rules of several pools behind one number, and of recipes that change, taken away one by one. */
export const brokenGoods = {
  'N24: what a pool owes is charged before its hold has moved': desk({ of: 'move_holds', before: chargesFirst }),
  'N24: a refused raise goes back to another pool than it came from': desk({ of: 'book_answers', before: forgetsParts }),
  'N24: a fall of the one number is taken off every pool': desk(fallsTwice()),
  'N25: a new recipe counts although its sets are not there': desk({ of: 'grant_version', scene: seesNoListing }),
  'N25: an order takes what sets are made of when it is seen': desk({ of: 'orders', scene: versionOfNow }),
} as const satisfies Record<string, SimRun>

export type BrokenGoods = keyof typeof brokenGoods
