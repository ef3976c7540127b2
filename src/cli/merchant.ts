import { parseArgs } from 'node:util'
import { createMerchant } from '../merchants/create-merchant.ts'
import { runTool, UsageError } from './run-tool.ts'

/** `npm run merchant -- --code acme --name "Acme Ltd"`: creates a merchant with all its tables. Twice, it changes nothing. */
await runTool(async ({ url, clock, signal }) => {
  const { values } = parseArgs({ options: { code: { type: 'string' }, name: { type: 'string' } }, strict: true })
  const { code, name = code } = values
  if (code === undefined || name === undefined) throw new UsageError('name the merchant: --code CODE --name "NAME"')
  const outcome = await createMerchant({ url, clock, signal }, { code, name })
  if ('message' in outcome) throw new UsageError(outcome.message)
  process.stdout.write(`The merchant ${code} ${outcome.kind === 'created' ? 'is created' : 'was there before'}.\n`)
  return 0
})
