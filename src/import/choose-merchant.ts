import type { Em } from '../db/orm.ts'
import { UsageError } from '../explain-error.ts'
import { listMerchants } from '../merchants/list-merchants.ts'

const NAMED_MAX = 10

/** The schema of the merchant with this code, or of the only one there is. @throws UsageError when that is not clear. */
export async function chooseMerchant(em: Em, code: string | undefined): Promise<string> {
  const merchants = await listMerchants(em)
  const [only, ...others] = merchants.filter((merchant) => code === undefined || merchant.code === code)
  if (only && others.length === 0) return only.schema
  if (code !== undefined) throw new UsageError(`no merchant ${code}`)
  if (!only) throw new UsageError('there is no merchant yet: npm run merchant -- --code CODE --name "NAME"')
  const codes = merchants.slice(0, NAMED_MAX).map((merchant) => merchant.code)
  throw new UsageError(`say which merchant: --merchant ${codes.join(' | ')}`)
}
