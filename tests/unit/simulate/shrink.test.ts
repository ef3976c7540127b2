import { expect, it } from 'vitest'
import { generate } from '../../../simulate/generate.ts'
import { shrink } from '../../../simulate/shrink.ts'

it('takes away whatever a scenario fails without, and keeps the rest', async () => {
  const scenario = { ...generate(11), receipts: [{ tick: 5, units: 1 }] }
  const guilty = scenario.demand[Math.floor(scenario.demand.length / 2)]
  const small = await shrink(scenario, (smaller) => Promise.resolve(guilty !== undefined && smaller.demand.includes(guilty)))
  expect(small.demand.length).toBeLessThan(scenario.demand.length / 4)
  expect(small.demand).toContain(guilty)
  expect(small.receipts).toEqual([])
  expect(small.shops.every(({ unknown, refused, freeze }) => unknown === 0 && refused === 0 && freeze === null)).toBe(true)
})
