import { expect, it } from 'vitest'
import { clock, isAlive, until } from '../support/embedded-folder.ts'
import { programPid, ready, type Program } from '../support/program.ts'
import { programsOfEachTest } from '../support/started-programs.ts'

/** Fifteen seconds of an evening of a few orders. */
const SHORT = ['--speed', '1200', '--lines', '300'] as const

const programs = programsOfEachTest()

function start(args: readonly string[]): Program {
  return programs.start({ LOG_LEVEL: 'warn' }, args)
}

async function saysSo(run: Program, what: RegExp): Promise<void> {
  // A start and six shops: on a machine that runs other tests beside, that is not done at once.
  const tooLate = clock.deadline(90_000)
  while (!what.test(run.out) && run.child.exitCode === null) await clock.sleep(50, tooLate)
  expect(run.out).toMatch(what)
}

async function ask(run: Program, query: string): Promise<unknown> {
  const [, api = ''] = /API: (\S+)/.exec(run.out) ?? []
  const [, key = ''] = /Key of the demo.*: (op_\S+)/.exec(run.out) ?? []
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const answer = await fetch(api, { method: 'POST', headers, body: JSON.stringify({ query }) })
  return answer.json()
}

const eveningOf = ({ out }: Program) => /It is (\d\d:\d\d) of a busy evening/.exec(out)?.[1] ?? ''
const ordersOf = ({ out }: Program) => [...out.matchAll(/orders (\d+) {2}held/g)].map(([, orders]) => Number(orders))

it('the demo shows orders that move and nothing oversold, answers what it tells one to ask, stops, and goes on where it was', async () => {
  const first = start(SHORT)
  await saysSo(first, /The first order has moved/)
  expect(eveningOf(first)).toBe('18:00')
  const queries = [...first.out.matchAll(/^ {2}(\{ .* \}) {3}# /gm)].map(([, query = '']) => query)
  expect(queries.length).toBe(5)
  for (const query of queries) expect(await ask(first, query)).not.toHaveProperty('errors')
  await saysSo(first, /\d\d:\d\d {2}orders [1-9].*lowest stock \d+.*oversold 0/)
  const pids = [await programPid(first), await programs.folder.serverPid()]
  first.child.kill('SIGINT')
  expect(await first.exit).toBe(0)
  expect(pids.map(isAlive)).toEqual([false, false])
  expect(await programs.folder.names()).toContain('demo')

  const longer = start(['--lines', '301'])
  expect(await longer.exit).toBe(1)
  expect(longer.out).toContain('this demo was begun with --lines 300: say the same, or use another DATA_FOLDER')

  const bare = start(['--bare'])
  await ready(bare)
  expect(bare.out).toContain('This database is a demo’s: its shops answer only while npm start runs it')
  bare.child.kill('SIGINT')
  expect(await bare.exit).toBe(0)

  const second = start(SHORT)
  await saysSo(second, /\d\d:\d\d {2}orders [1-9].*oversold 0/)
  const [then = 0] = ordersOf(first)
  expect(ordersOf(second)[0]).toBeGreaterThanOrEqual(then)
  const real = `mutation { createChannel(input: { code: "real", name: "Real", platform: TAOBAO, app: { key: "k", secret: "s" } }) {
    ... on Refused { code message } } }`
  expect(JSON.stringify(await ask(second, real))).toContain("this database is a demo's")
  // Whoever started it is gone without a word: so is everything else.
  const left = [await programPid(second), await programs.folder.serverPid()]
  second.child.kill('SIGKILL')
  await until(() => !left.some(isAlive))
}, 240_000)
