import type { Book } from '../engine/book.ts'
import type { Names } from '../engine/names.ts'
import type { Scene } from '../engine/operation.ts'
import { arrive } from '../presale/arrive.ts'
import { goodsAhead } from '../presale/expected-lines.ts'
import { settlePresale } from '../presale/settle-presale.ts'
import type { WantedClaims } from '../sql/presale-claims.ts'
import type { DocumentContent, DocumentLineArgs } from './content.ts'
import type { Placed } from './place.ts'

/** A line about goods that came in, as it is told now and as it was told before. */
export function goodsOfDocument(args: DocumentLineArgs, names: Names): readonly WantedClaims[] {
  const told = names.document(args.source, args.document, args.line)
  return [args, told?.content].flatMap((content) => (content ? goodsOf(content, names) : []))
}

function goodsOf({ kind, sku, condition, units, location }: DocumentContent, names: Names): readonly WantedClaims[] {
  if (kind !== 'receipt' || sku === null || location === null) return []
  return goodsAhead({ sku, condition, units }, { location: names.location(location), names })
}

/** What a document says has come in goes to the orders that wait for it, less what it said before. */
export function bookArrivals(
  book: Book,
  { before, after }: { readonly before: Placed | undefined; readonly after: Placed },
  scene: Scene,
): void {
  const all = [...(before ? [{ placed: before, sign: -1 }] : []), { placed: after, sign: 1 }]
  const came = all.flatMap(({ placed: { content, location, sku }, sign }) => {
    if (content.kind !== 'receipt' || content.condition !== 'sellable' || !sku || location.poolId === null) return []
    return [{ poolId: location.poolId, skuId: sku.id, units: sign * content.units }]
  })
  for (const same of Map.groupBy(came, ({ poolId, skuId }) => `${poolId}/${skuId}`).values()) {
    const [first] = same
    const units = same.reduce((sum, one) => sum + one.units, 0)
    if (first && units !== 0) arrive(book, { ...first, units, receiptId: null, document: after.name }, scene)
  }
  settlePresale(book, scene, after.name)
}
