import { LockMode } from '@mikro-orm/core'
import type { Em } from '../db/orm.ts'
import { refusedBy, type CatalogueRefused } from './refusal.ts'
import { SkuEntity } from './sku.entity.ts'
import { checkSku, tidySku, toSku, type Sku, type SkuFields } from './sku.ts'

/** What is not given stays; `null` clears. */
export interface UpdateSku extends Partial<SkuFields> {
  readonly code: string
}

export type UpdateSkuOutcome = { readonly kind: 'updated'; readonly sku: Sku } | CatalogueRefused

export async function updateSku(em: Em, input: UpdateSku, now: Date): Promise<UpdateSkuOutcome> {
  const no = checkSku(input)
  if (no) return no
  const { code, name, barcode, productGroup, tags } = tidySku(input)
  return changeSku(em, code, (sku) => {
    if (name !== undefined) sku.name = name
    if (barcode !== undefined) sku.barcode = barcode
    if (productGroup !== undefined) sku.productGroup = productGroup
    if (tags !== undefined) sku.tags = [...tags]
    sku.updatedAt = now
  })
}

/** Archived SKUs keep their stock and their history, and facts about them are still booked; nothing new is sold of them. */
export async function archiveSku(em: Em, code: string, now: Date): Promise<UpdateSkuOutcome> {
  return changeSku(em, code, (sku) => {
    if (sku.archivedAt) return
    sku.archivedAt = now
    sku.updatedAt = now
  })
}

export async function unarchiveSku(em: Em, code: string, now: Date): Promise<UpdateSkuOutcome> {
  return changeSku(em, code, (sku) => {
    if (!sku.archivedAt) return
    sku.archivedAt = null
    sku.updatedAt = now
  })
}

async function changeSku(em: Em, code: string, change: (sku: SkuEntity) => void): Promise<UpdateSkuOutcome> {
  return em.fork().transactional(async (tx) => {
    const sku = await tx.findOne(SkuEntity, { code }, { lockMode: LockMode.PESSIMISTIC_WRITE })
    if (!sku) return refusedBy('code', 'UNKNOWN_SKU', `no SKU ${code}`)
    change(sku)
    await tx.flush()
    return { kind: 'updated', sku: toSku(sku) }
  })
}
