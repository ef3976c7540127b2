import type { Sku } from '../../src/catalogue/sku.ts'
import type { MerchantDesk } from '../../src/gateway/merchant-desks.ts'
import { BadInputError } from '../errors.ts'

/** @throws BadInputError when there is no such SKU: a list of nothing would hide a slip of the pen. */
export async function skuNamed({ catalogue }: MerchantDesk, code: string, field = 'sku'): Promise<Sku> {
  const sku = (await catalogue.skusByCode([code])).get(code)
  if (!sku) throw new BadInputError(`no SKU ${code}`, field)
  return sku
}
