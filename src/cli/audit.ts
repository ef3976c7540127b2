import { parseArgs } from 'node:util'
import { auditMerchant } from '../audit/audit-merchant.ts'
import { listMerchants } from '../merchants/list-merchants.ts'
import { runTool, UsageError, type Tools } from './run-tool.ts'

/** `npm run audit`: compares everything that is on record twice. Exit code 1 when anything differs. */
await runTool(async ({ orm, signal }) => {
  const { values } = parseArgs({ options: { merchant: { type: 'string' } }, strict: true })
  const merchants = (await listMerchants(orm.em.fork())).filter(
    ({ code }) => values.merchant === undefined || code === values.merchant,
  )
  if (merchants.length === 0)
    throw new UsageError(values.merchant === undefined ? 'there is no merchant yet' : `no merchant ${values.merchant}`)
  let differences = 0
  for (const { code, schema } of merchants) differences += await report(orm, { code, schema, signal })
  return differences === 0 ? 0 : 1
})

async function report(
  orm: Tools['orm'],
  { code, schema, signal }: { code: string; schema: string; signal: AbortSignal },
): Promise<number> {
  let differences = 0
  let skus = 0
  for await (const step of auditMerchant(orm.em.fork({ schema }), signal)) {
    skus += step.skusSeen
    differences += step.differences.length
    for (const { check, subject, recorded, expected } of step.differences) {
      process.stdout.write(`${code}: ${check}: ${subject}: ${recorded} on record, ${expected} expected\n`)
    }
  }
  process.stdout.write(`${code}: ${skus} SKUs compared, ${differences} differences\n`)
  return differences
}
