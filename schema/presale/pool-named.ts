import type { MerchantDesk } from '../../src/gateway/merchant-desks.ts'
import { BadInputError } from '../errors.ts'

/** The pool with this code, or without one the merchant's first. @throws BadInputError */
export async function poolNamed({ catalogue }: MerchantDesk, code: string | null) {
  const pool = code === null ? (await catalogue.listPools())[0] : await catalogue.poolByCode(code)
  if (!pool) throw new BadInputError(`no pool ${code ?? ''}`, 'pool')
  return pool
}
