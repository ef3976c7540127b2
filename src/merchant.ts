import { parseArgs } from 'node:util'
import { UsageError } from './explain-error.ts'
import { createMerchant } from './merchants/create-merchant.ts'
import { runTool } from './run-tool.ts'

/** `npm run merchant -- --code acme --name "Acme Ltd"`: creates a merchant with all its tables. Twice, it changes nothing. */
await runTool({
  readOptions,
  async work({ url, clock, signal }, { code, name }) {
    const outcome = await createMerchant({ url, clock, signal }, { code, name })
    if ('message' in outcome) throw new UsageError(outcome.message)
    process.stdout.write(`The merchant ${code} ${outcome.kind === 'created' ? 'is created' : 'was there before'}.\n`)
    return 'yes'
  },
})

function readOptions() {
  const { values } = parseArgs({ options: { code: { type: 'string' }, name: { type: 'string' } }, strict: true })
  const { code, name = code } = values
  if (code === undefined || name === undefined) throw new UsageError('name the merchant: --code CODE --name "NAME"')
  return { code, name }
}
