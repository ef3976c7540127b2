import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { findSkuByCode } from './find-skus.ts'
import { refusedBy, type CatalogueRefused } from './refusal.ts'
import { checkSku, tidySku, type Sku, type SkuFields } from './sku.ts'

export interface CreateSku extends Partial<SkuFields> {
  readonly code: string
  readonly name: string
}

export type CreateSkuOutcome =
  | { readonly kind: 'created'; readonly sku: Sku }
  /** It was there already with the same content: a request that was sent twice. */
  | { readonly kind: 'existed'; readonly sku: Sku }
  | CatalogueRefused

/** Adds one SKU. Of several callers with the same code one creates it; the others are refused unless they say the same. */
export async function createSku(em: Em, input: CreateSku, now: Date): Promise<CreateSkuOutcome> {
  const no = checkSku(input)
  if (no) return no
  const wanted = { barcode: null, productGroup: null, tags: [], ...tidySku(input) }
  return em.transactional(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      insert into ${sql.table('sku')} (code, name, barcode, product_group, tags, created_at, updated_at)
      values (${wanted.code}, ${wanted.name}, ${wanted.barcode}, ${wanted.productGroup}, ${wanted.tags}::text[], ${now}, ${now})
          on conflict (code) do nothing
      returning id`.execute(merchantDb(tx))
    const sku = await findSkuByCode(tx, wanted.code)
    if (!sku) throw new Error('a SKU vanished while it was created')
    if (rows.length === 1) return { kind: 'created', sku }
    if (saysTheSame(sku, wanted)) return { kind: 'existed', sku }
    return refusedBy('code', 'CODE_TAKEN', `there is a SKU ${wanted.code} already, called ${sku.name}`)
  })
}

function saysTheSame(sku: Sku, wanted: SkuFields): boolean {
  const text = ({ name, barcode, productGroup, tags }: SkuFields) => JSON.stringify([name, barcode, productGroup, tags])
  return text(sku) === text(wanted)
}
