import { apiKeyFor } from './harness/api-key.ts'
import type { Bench, BenchContext, Figure } from './harness/bench.ts'
import { benchMerchant } from './harness/bench-merchant.ts'
import { holdRequest, httpLoad } from './harness/http-load.ts'
import { startProgram, type Program } from './harness/program.ts'

const CONNECTIONS = 64
const SAMPLES = 20

export const memory: Bench = {
  name: 'memory',
  describe: 'memory of the program over 10 minutes of holds over HTTP (--minutes N): the second half against the first',
  async run(context) {
    const code = 'memory'
    await using undo = new AsyncDisposableStack()
    const merchant = await benchMerchant(context, { code, skus: 1_000, unitsEach: 500_000_000, connectionsMax: 4 })
    undo.defer(() => merchant.dispose())
    const key = await apiKeyFor(merchant.orm.em, { merchant: code, now: context.clock.now() })
    const program = undo.use(await startProgram({ DATABASE_URL: context.databaseUrl }, context.clock))
    // Awaited here: what a block uses is disposed of as soon as it returns.
    return await underLoad(context, program, { key, skuCodes: merchant.skuCodes })
  },
}

/** The first sample comes after a warm-up as long as each of the others: by then the program has grown to its size. */
async function underLoad(
  context: BenchContext,
  program: Program,
  { key, skuCodes }: { readonly key: string; readonly skuCodes: readonly string[] },
): Promise<readonly Figure[]> {
  const seconds = (context.option('minutes', 10) * 60) / (SAMPLES + 1)
  const samplesMb: number[] = []
  let calls = 0
  for (let sample = 0; sample <= SAMPLES; sample += 1) {
    const load = { connections: CONNECTIONS, seconds, request: () => holdRequest(skuCodes), expects: '"__typename":"Held"' }
    calls += (await httpLoad(context, { url: program.url, key }, load)).calls
    const { program: mb } = await program.memoryMb()
    if (sample > 0) samplesMb.push(mb)
    context.say(`${calls} holds: ${Math.round(mb)} MB`)
  }
  const firstHalf = meanOf(samplesMb.slice(0, SAMPLES / 2))
  const secondHalf = meanOf(samplesMb.slice(SAMPLES / 2))
  const alone = { baseline: null, ratio: null, p50Ms: null, p99Ms: null }
  const ratio = Math.round((secondHalf / firstHalf) * 100) / 100
  return [
    {
      figure: 'memory, second half',
      value: Math.round(secondHalf),
      unit: 'MB',
      ...alone,
      baseline: Math.round(firstHalf),
      ratio,
    },
    { figure: 'memory, most', value: Math.round(Math.max(...samplesMb)), unit: 'MB', ...alone },
    { figure: 'holds meanwhile', value: calls, unit: 'holds', ...alone },
  ]
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}
