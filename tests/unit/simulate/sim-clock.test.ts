import { describe, expect, it } from 'vitest'
import { SimClock } from '../../../simulate/world/sim-clock.ts'
import { anyOf } from '../../../src/any-signal.ts'

describe('the simulated clock', () => {
  it('wakes sleepers one at a time, by their times and then in the order they went to sleep', async () => {
    const clock = new SimClock(new Date(0))
    const woken: string[] = []
    for (const [name, ms] of [
      ['c', 30],
      ['a', 10],
      ['b', 10],
      ['never', 99],
    ] as const)
      void clock.sleep(ms).then(() => woken.push(`${name}@${clock.now().getTime()}`))
    await clock.advanceTo(50, () => new Promise((resolve) => setImmediate(resolve)))
    expect(woken).toEqual(['a@10', 'b@10', 'c@30'])
    expect(clock.now()).toEqual(new Date(50))
  })

  it('lets a sleeper that slept again wake on the same way', async () => {
    const clock = new SimClock(new Date(0))
    let naps = 0
    const nap = async (): Promise<void> => {
      for (; naps < 3; naps += 1) await clock.sleep(10)
    }
    void nap()
    await clock.advanceTo(25, () => new Promise((resolve) => setImmediate(resolve)))
    expect(naps).toBe(2)
  })

  it('ends deadlines, and forgets sleepers that were called off', async () => {
    const clock = new SimClock(new Date(0))
    const signal = clock.deadline(5)
    const stop = new AbortController()
    const asleep = clock.sleep(5, stop.signal)
    stop.abort(new Error('enough'))
    await expect(asleep).rejects.toThrow('enough')
    await clock.advanceTo(4, () => Promise.resolve())
    expect(signal.aborted).toBe(false)
    await clock.advanceTo(5, () => Promise.resolve())
    expect(signal.aborted).toBe(true)
  })

  it('lets everybody settle once after all deadlines of one instant, and after each sleeper', async () => {
    const clock = new SimClock(new Date(0))
    const ended: string[] = []
    const deadline = (name: string, ms: number) => clock.deadline(ms).addEventListener('abort', () => ended.push(name))
    deadline('a', 5)
    deadline('b', 5)
    void clock.sleep(5).then(() => ended.push('asleep'))
    deadline('c', 5)
    deadline('d', 6)
    const seen: string[] = []
    await clock.advanceTo(10, async () => {
      await new Promise((resolve) => setImmediate(resolve))
      seen.push(ended.splice(0).join(' '))
    })
    expect(seen).toEqual(['a b', 'asleep', 'c', 'd'])
  })

  it('passes deadlines that nobody waits for any more without letting anybody settle', async () => {
    const clock = new SimClock(new Date(0))
    const [left, kept, polled] = [clock.deadline(5), clock.deadline(7), clock.deadline(5)]
    const work = new AbortController().signal
    anyOf(work, left)[Symbol.dispose]()
    using bounded = anyOf(work, kept)
    const settledAt: number[] = []
    await clock.advanceTo(10, async () => void settledAt.push(clock.now().getTime()))
    expect(settledAt).toEqual([7])
    expect([left, polled, bounded.signal].map(({ aborted }) => aborted)).toEqual([true, true, true])
  })
})
