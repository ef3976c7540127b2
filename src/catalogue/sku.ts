import { toSkuId, type SkuId } from '../domain/ids.ts'
import { checkCode, checkName, checkTags, checkText } from './check-text.ts'
import { catalogueLimits } from './limits.ts'
import { firstNo, type CatalogueRefused } from './refusal.ts'
import type { SkuEntity } from './sku.entity.ts'

/** What may change about a SKU; its code never does, so that a code may be cached for ever. */
export interface SkuFields {
  readonly name: string
  /** Text, because leading zeros count. */
  readonly barcode: string | null
  readonly productGroup: string | null
  readonly tags: readonly string[]
}

export interface Sku extends SkuFields {
  readonly id: SkuId
  readonly code: string
  readonly archivedAt: Date | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

export function toSku(row: SkuEntity): Sku {
  const { code, name, barcode = null, productGroup = null, tags, archivedAt = null, createdAt, updatedAt } = row
  return { id: toSkuId(row.id), code, name, barcode, productGroup, tags, archivedAt, createdAt, updatedAt }
}

export function checkSku(fields: Partial<SkuFields> & { readonly code: string }): CatalogueRefused | undefined {
  const { code, name, barcode, productGroup, tags } = fields
  return firstNo(
    checkCode(code, 'code'),
    name === undefined ? undefined : checkName(name),
    barcode === undefined || barcode === null ? undefined : checkText(barcode, 'barcode', catalogueLimits.barcodeLength),
    productGroup === undefined || productGroup === null
      ? undefined
      : checkText(productGroup, 'productGroup', catalogueLimits.productGroupLength),
    tags === undefined ? undefined : checkTags(tags),
  )
}

/** As it is stored: no spaces around, no tag twice. */
export function tidySku<Fields extends Partial<SkuFields>>(fields: Fields): Fields {
  const { name, barcode, productGroup, tags } = fields
  return {
    ...fields,
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(typeof barcode === 'string' ? { barcode: barcode.trim() } : {}),
    ...(typeof productGroup === 'string' ? { productGroup: productGroup.trim() } : {}),
    ...(tags === undefined ? {} : { tags: [...new Set(tags.map((tag) => tag.trim()))] }),
  }
}
