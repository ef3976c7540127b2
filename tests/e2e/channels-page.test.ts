import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlatforms } from '../../connectors/platforms.ts'
import { WallClock } from '../../sandbox/shared/clock.ts'
import { serveSandbox } from '../../sandbox/shared/serve-sandbox.ts'
import { openTaobaoDemo } from '../../sandbox/taobao/demo.ts'
import { SystemClock } from '../../src/clock.ts'
import { testApi, type TestApi } from '../support/api.ts'

const clock = new SystemClock()
const folder = mkdtempSync(join(tmpdir(), 'onepool-page-'))
let api: TestApi
let server: Awaited<ReturnType<typeof serveSandbox>>
beforeAll(async () => {
  api = await testApi({ clock })
  server = await serveSandbox(openTaobaoDemo({ clock: new WallClock(), seed: 5 }))
  writeFileSync(join(folder, 'sandbox.json'), JSON.stringify({ taobao: server.address }))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await api.dispose()
  rmSync(folder, { recursive: true })
})

/** The block that begins with the key, as a person would paste it here: its head, and what lies between its pauses. */
function walkThrough(key: string): { readonly head: string; readonly parts: readonly string[] } {
  const [, block = ''] = /```sh\n(KEY=[\s\S]*?)```/.exec(readFileSync('docs/channels.md', 'utf8')) ?? []
  const here = block.replace(/^KEY=.*$/m, `KEY=${key}`).replaceAll('localhost:4000', new URL(api.url).host)
  const [head = '', ...rest] = here.split('\n\n')
  return { head, parts: rest.join('\n\n').split(/^sleep .*$/m) }
}

async function paste(script: string): Promise<string> {
  const shell = spawn('bash', ['-c', script], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = await Promise.all([text(shell.stdout), once(shell, 'close')])
  return said
}

it('the walk-through can be pasted as it stands: a sandbox shop, its shadow report, a mapping, and an order that arrives', async () => {
  const { head, parts } = walkThrough(await api.key({ role: 'admin' }))
  expect(parts).toHaveLength(3)
  const said: string[] = []
  for (const part of parts) {
    said.push(await paste(`${head}\n${part}`))
    // Instead of the pause: what a worker does meanwhile, without reading two weeks.
    if (said.length === 1) await walkedUntilNow()
    await api.tend('discovery')
    await api.desk.channels.askOrders('tmall')
    await api.tend('orders')
  }
  expect(said.join('')).not.toMatch(/"errors"|"Refused"/)
  const [, shadow = '', orders = ''] = said
  expect(shadow).toContain('"merchantCode":"TEE-WHITE","mapping":"MAPPED","sku":"TEE-WHITE"')
  expect(shadow).toContain('"ListingSaved"')
  expect(orders).toContain('"units":2,"components":[{"units":1,"sku":{"code":"TEE-WHITE"}}]')
  expect(orders).toMatch(/"seenThrough":"20/)
  const answers = said.join('').match(/^\{/gm) ?? []
  expect(answers).toHaveLength([...parts.join('').matchAll(/^ask /gm)].length)
})

async function walkedUntilNow(): Promise<void> {
  const { orderLists } = createPlatforms({ clock }).connect({
    platform: 'taobao',
    app: { key: '', secret: '' },
    accessToken: () => '',
    sandbox: null,
    relayUrl: null,
  })
  await api.walkedUntil(
    orderLists.map(({ id }) => id),
    new Date(clock.now().getTime() - 60_000),
  )
}
