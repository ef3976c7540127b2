import { afterAll, beforeAll, expect, it } from 'vitest'
import { readAhead } from '../../../src/allocation/read-ahead.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  for (const code of ['a', 'b', 'c', 'd', 'e']) await world.stocked(code, 'W1', 1)
})
afterAll(() => world.close())

const goods = { all: true, tags: new Set<string>(), skuIds: new Set<string>() }

function pages(signal: AbortSignal) {
  return readAhead({ em: world.em, signal }, { goods, now: world.clock.now(), withTags: false, skusAtOnce: 2 })
}

it('goods are read some at a time: all of them, each once, in order', async () => {
  const read: (readonly string[])[] = []
  for await (const { skuIds } of pages(new AbortController().signal)) read.push(skuIds)
  expect(read.map(({ length }) => length)).toEqual([2, 2, 1])
  const all = read.flat()
  expect(all).toEqual([...new Set(all)].toSorted((a, b) => Number(a) - Number(b)))
})

it('whoever has had enough of them leaves nothing behind that reads on', async () => {
  const stop = new AbortController()
  const reading = pages(stop.signal)
  await reading.next()
  stop.abort(new Error('enough'))
  await expect(reading.next()).rejects.toThrow('enough')
  expect(await reading.next()).toEqual({ done: true, value: undefined })
})
