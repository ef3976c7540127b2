import { orderRef, type Hold, type HoldLine } from '../../domain/hold.ts'
import type { LocationName, Names, SkuName } from '../engine/names.ts'
import { findLocation, findSku } from '../goods-lines.ts'
import { refused, type Refused } from '../refusal.ts'
import type { DocumentContent, DocumentLineArgs } from './content.ts'

/** A document line with everything it names looked up. */
export interface Placed {
  readonly name: string
  readonly content: DocumentContent
  readonly location: LocationName
  readonly otherLocation: LocationName | null
  /** Null for an acknowledgement, which is about a whole order. */
  readonly sku: SkuName | null
  readonly hold: Hold | undefined
  /** How shipments of the order are told, whatever name the document used. */
  readonly orderRef: string | null
}

/** `wms:GR-2031/1`: how journals and ledgers name the line. Two lines never have the same name. */
export function documentName({ source, document, line }: Pick<DocumentLineArgs, 'source' | 'document' | 'line'>): string {
  const [inSource, inDocument, inLine] = [source, document, line].map((text) => text.replaceAll(/[%/:]/g, encodeURIComponent))
  return `${inSource}:${inDocument}/${inLine}`
}

export function place(args: DocumentLineArgs, content: DocumentContent, names: Names): Placed | Refused {
  const sku = content.sku === null ? null : findSku(content.sku, names)
  if (sku !== null && 'kind' in sku) return sku
  const hold = content.order === null ? undefined : names.holdByReference(content.order)
  const line = lineOf(content, { hold, sku })
  const location = locationOf(content, { line, names })
  if ('kind' in location) return location
  const other = content.otherLocation === null ? null : findLocation(content.otherLocation, names, 'otherLocation')
  if (other !== null && 'kind' in other) return other
  const order = hold ? orderRef(hold) : content.order
  return { name: documentName(args), content, location, otherLocation: other, sku, hold, orderRef: order }
}

function lineOf(
  { orderLine }: DocumentContent,
  { hold, sku }: { hold: Hold | undefined; sku: SkuName | null },
): HoldLine | undefined {
  return hold?.lines.find(({ skuId, line }) => skuId === sku?.id && (orderLine === null || line === orderLine))
}

function locationOf(
  { location }: DocumentContent,
  { line, names }: { line: HoldLine | undefined; names: Names },
): LocationName | Refused {
  if (location !== null) return findLocation(location, names)
  const named = line?.locationId ? names.locationById(line.locationId) : undefined
  const poolId = line?.poolId ?? names.pool(null)?.id
  const found = named ?? (poolId === undefined ? undefined : names.locationOfPool(poolId))
  return (
    found ??
    refused('LOCATION_REQUIRED', 'name the location: neither the order nor its pool says where goods leave', {
      field: 'location',
    })
  )
}
