import { bookCount } from '../book-count.ts'
import { checkInstant, checkText, firstRefusal } from '../check-args.ts'
import type { CountAt, Operation } from '../engine/operation.ts'
import { booked, checkGoodsLines, findOwnLocation, findSkus, touchesLines, type Booked, type GoodsLine } from '../goods-lines.ts'
import { refused } from '../refusal.ts'

export interface CountStock {
  readonly location: string
  /** What was counted: units may be 0. */
  readonly lines: readonly GoodsLine[]
  readonly countedAtMs: number
}

export interface Counted extends Booked {
  /** By line: how far what was counted is from what was on record at that instant. */
  readonly differences: readonly number[]
}

/** Shelves were counted: the figures at that instant become what was found, whatever moves or comes to light afterwards. */
export const countStock: Operation<CountStock, Counted> = {
  name: 'count',
  check: (args) =>
    firstRefusal(
      checkText(args.location, 'location'),
      checkInstant(args.countedAtMs, 'countedAt'),
      checkGoodsLines(args.lines, 0),
      new Set(args.lines.map(({ sku, condition }) => `${condition}/${sku}`)).size < args.lines.length
        ? refused('INVALID', 'a SKU and condition is counted twice', { field: 'lines' })
        : undefined,
    ),
  mentions: ({ location, lines }) => ({ locations: [location], skus: lines.map(({ sku }) => sku) }),

  touches({ location, lines, countedAtMs }, names, key) {
    const touched = touchesLines(lines, { location, sinceMs: countedAtMs, names })
    const countsAt = (touched.stocks ?? []).map(({ locationId, skuId, condition }): CountAt => ({
      locationId,
      skuId,
      condition,
      countedAtMs,
      document: `count:${key}`,
    }))
    return { ...touched, countsAt }
  },

  decide(book, args, scene) {
    const location = findOwnLocation(args.location, scene.names)
    if ('kind' in location) return location
    const skus = findSkus(args.lines, scene.names)
    if ('kind' in skus) return skus
    const differences = args.lines.flatMap(({ condition, units }, n) => {
      const sku = skus[n]
      if (!sku) return []
      const { countedAtMs } = args
      return bookCount(
        book,
        { location, skuId: sku.id, condition, countedUnits: units, countedAtMs, document: `count:${scene.key}` },
        scene,
      )
    })
    return { ...booked(book), differences }
  },
}
