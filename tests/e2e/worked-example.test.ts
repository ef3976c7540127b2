import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serveSandbox } from '../../sandbox/shared/serve-sandbox.ts'
import { openTaobaoDemo } from '../../sandbox/taobao/demo.ts'
import { testApi, type TestApi } from '../support/api.ts'
import { MovableClock } from '../support/shop-world.ts'

const clock = new MovableClock()
const folder = mkdtempSync(join(tmpdir(), 'onepool-example-'))
let api: TestApi
let server: Awaited<ReturnType<typeof serveSandbox>>
beforeAll(async () => {
  api = await testApi({ clock })
  server = await serveSandbox(openTaobaoDemo({ clock, seed: 5 }))
  writeFileSync(join(folder, 'sandbox.json'), JSON.stringify({ taobao: server.address }))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await api.dispose()
  rmSync(folder, { recursive: true })
})

const CHANNELS = 3
/** Real shops take their time: here two weeks need not be read. */
const ENOUGH_SECONDS = 100
const DONE = '-- done --'
const ORDER_LISTS = ['taobao.trades.sold.get', 'taobao.trades.sold.increment.get']

interface Step {
  readonly script: string
  /** What its last answer is. */
  readonly answer: unknown
}

/** Each block to paste, with the answer that stands below it. */
function stepsOf(page: string): readonly Step[] {
  const blocks = readFileSync(page, 'utf8').matchAll(/```sh\n([\s\S]*?)```(?:\n+```json\n([\s\S]*?)```)?/g)
  return [...blocks].map(([, script = '', answer]) => ({ script, answer: answer?.trim() ? JSON.parse(answer) : null }))
}

/** A shell that stays open, as a person has it. */
function openShell() {
  const shell = spawn('bash', { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] })
  const said = createInterface(shell.stdout)[Symbol.asyncIterator]()
  return {
    /** What it prints until it has done all of it. */
    async paste(script: string): Promise<string> {
      shell.stdin.write(`${script}\necho "${DONE}"\n`)
      const lines: string[] = []
      for (let line = await said.next(); !line.done && line.value !== DONE; line = await said.next()) lines.push(line.value)
      return lines.join('\n')
    },
    close: () => shell.stdin.end(),
  }
}

/** Instead of a pause: time passes, and a worker does what is due. */
async function pause(seconds: number): Promise<void> {
  for (let passed = 0; passed < Math.min(seconds, ENOUGH_SECONDS); passed += 20) {
    await api.plan()
    for (const task of ['discovery', 'orders', 'watch', 'publish'] as const) {
      for (let n = 0; n < CHANNELS; n += 1) await api.tend(task)
    }
    clock.forward(20_000)
  }
}

it('the worked example does what it says, step by step, as it is pasted', async () => {
  const [start, head, ...steps] = stepsOf('docs/worked-example.md')
  expect(start?.script).toContain('npm start')
  const shell = openShell()
  const key = await api.key({ role: 'admin' })
  await shell.paste((head?.script ?? '').replace(/^KEY=…/m, `KEY=${key}`).replaceAll('localhost:4000', new URL(api.url).host))
  const told: Step[] = []
  let isNew = true
  for (const { script, answer } of steps) {
    let said = ''
    for (const [n, part] of script.split(/^sleep /m).entries()) {
      const [, seconds = '0', rest = ''] = n === 0 ? [part, '0', part] : (/^(\d+).*\n([^]*)$/.exec(part) ?? [])
      // Without reading two weeks of orders.
      if (n > 0 && isNew) await api.walkedUntil(ORDER_LISTS, new Date(clock.now().getTime() - 60_000))
      if (n > 0) isNew = false
      await pause(Number(seconds))
      said = await shell.paste(rest)
      expect(said).not.toContain('"errors"')
    }
    told.push({ script, answer: answer === null ? null : JSON.parse(said).data })
  }
  shell.close()
  expect(told).toEqual(steps)
}, 120_000)
