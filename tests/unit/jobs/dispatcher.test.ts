import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Dispatcher } from '../../../src/jobs/dispatcher.ts'
import { createLog } from '../../../src/log.ts'
import { runsOf } from '../../support/property-runs.ts'

type Task = 'orders' | 'tokens'
const tasks = ['orders', 'tokens'] as const
const HANDS = 2
const log = createLog({ level: 'silent' })

/** A database of due turns, by merchant and task, and several processes that look at it. */
class Town {
  readonly due = new Map<string, number>()
  readonly done: string[] = []
  readonly woken: number[] = []
  readonly stopping = new AbortController()
  looks = 0
  failing = false
  busiest = 0

  make(schema: string, task: Task): void {
    const place = `${schema} ${task}`
    this.due.set(place, (this.due.get(place) ?? 0) + 1)
  }

  get left(): number {
    return [...this.due.values()].reduce((sum, count) => sum + count, 0)
  }

  dispatcher(): Dispatcher<Task> {
    const busy = { orders: 0, tokens: 0 }
    return new Dispatcher<Task>({
      hands: new Map(tasks.map((task) => [task, HANDS])),
      log,
      signal: this.stopping.signal,
      nowMs: () => this.looks * 1_000,
      onWoken: (seconds) => this.woken.push(seconds),
      merchants: () => Promise.resolve(['a', 'b', 'c']),
      look: async (schemas) => {
        this.looks += 1
        await Promise.resolve()
        if (this.failing) throw new Error('the database is away')
        return schemas.flatMap((schema) =>
          tasks.filter((task) => (this.due.get(`${schema} ${task}`) ?? 0) > 0).map((task) => ({ schema, task })),
        )
      },
      take: async (schema, task) => {
        await Promise.resolve()
        const place = `${schema} ${task}`
        const count = this.due.get(place) ?? 0
        if (count === 0) return undefined
        this.due.set(place, count - 1)
        return async () => {
          busy[task] += 1
          this.busiest = Math.max(this.busiest, busy[task])
          for (let n = 0; n < 3; n += 1) await Promise.resolve()
          busy[task] -= 1
          this.done.push(place)
        }
      },
    })
  }
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('make' as const), schema: fc.constantFrom('a', 'b', 'c'), task: fc.constantFrom(...tasks) }),
  fc.record({ kind: fc.constantFrom('tick' as const, 'wake' as const, 'pause' as const), who: fc.nat(1) }),
)

it('late, doubled and missing ticks change nothing: what is due is done once, by so many hands at most', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const town = new Town()
      const processes = [town.dispatcher(), town.dispatcher()]
      let made = 0
      for (const one of steps) {
        if (one.kind === 'make') {
          made += 1
          town.make(one.schema, one.task)
        } else if (one.kind === 'tick') processes[one.who]?.tick()
        else if (one.kind === 'wake') processes[one.who]?.wake('b')
        else await Promise.resolve()
      }
      processes[0]?.tick()
      await Promise.all(processes.map((process) => process.drain()))
      expect(town.done).toHaveLength(made)
      expect(town.left).toBe(0)
      expect(town.busiest).toBeLessThanOrEqual(HANDS)
    }),
    runsOf(200),
  )
})

it('tells how long it took to begin what somebody was woken for, and nothing of ticks', async () => {
  const town = new Town()
  const process = town.dispatcher()
  town.make('a', 'orders')
  process.tick()
  await process.drain()
  const before = town.woken.length
  town.make('b', 'orders')
  process.wake('b')
  process.wake('b')
  await process.drain()
  expect(town.done).toEqual(['a orders', 'b orders'])
  // The end of a turn wakes its merchant, too.
  expect(town.woken.length).toBeGreaterThan(before)
  expect(town.woken.every((seconds) => seconds > 0)).toBe(true)
})

it('a look that fails is made again at the next tick', async () => {
  const town = new Town()
  const process = town.dispatcher()
  town.make('a', 'orders')
  town.failing = true
  process.tick()
  await process.drain()
  expect(town.done).toEqual([])
  town.failing = false
  process.tick()
  await process.drain()
  expect(town.done).toEqual(['a orders'])
})

it('one merchant with much to do does not keep the others waiting', async () => {
  const town = new Town()
  for (let n = 0; n < 20; n += 1) town.make('a', 'orders')
  town.make('b', 'orders')
  const process = town.dispatcher()
  process.tick()
  await process.drain()
  expect(town.done.indexOf('b orders')).toBeLessThan(HANDS + 1)
})

it('after it was told to stop it begins nothing, and ends what it was at', async () => {
  const town = new Town()
  const process = town.dispatcher()
  for (let n = 0; n < 9; n += 1) town.make('a', 'orders')
  process.tick()
  while (town.left === 9) await Promise.resolve()
  town.stopping.abort()
  process.tick()
  await process.drain()
  expect(town.done.length).toBe(9 - town.left)
  expect(town.left).toBeGreaterThan(0)
})
