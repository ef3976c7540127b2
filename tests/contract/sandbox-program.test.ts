import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const root = new URL('../..', import.meta.url).pathname
const Address = z.strictObject({
  url: z.string().regex(/^http:\/\/127\.0\.0\.1:\d+\//),
  pushUrl: z.string().regex(/^ws:\/\/127\.0\.0\.1:\d+/),
  appKey: z.string().min(1),
  appSecret: z.string().min(1),
  controlUrl: z.string().regex(/^http:\/\/127\.0\.0\.1:\d+\//),
  shops: z
    .array(
      z.looseObject({
        id: z.string(),
        session: z.string(),
        listings: z.array(z.looseObject({ id: z.string(), units: z.number() })).min(1),
      }),
    )
    .min(1),
})
const Addresses = z.strictObject({ taobao: Address, jd: Address, pinduoduo: Address })

async function start(...args: readonly string[]) {
  const child = spawn(process.execPath, ['scripts/sandbox.mjs', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => text.includes('\n') && resolve(text))
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })
  return { child, line, stop: async () => (child.kill('SIGTERM'), (await exited)[0]) }
}

async function control(
  url: string,
  command: string,
  input: unknown,
): Promise<{ status: number; body: { result?: unknown; error?: string | undefined } }> {
  const answer = await fetch(`${url}/${command}`, { method: 'POST', body: JSON.stringify(input) })
  return {
    status: answer.status,
    body: z.looseObject({ result: z.unknown().optional(), error: z.string().optional() }).parse(await answer.json()),
  }
}

describe('npm run sandbox', () => {
  it('prints one line of JSON, serves until stopped, and ends cleanly', async () => {
    const { line, stop } = await start('--json', '--seed', '4')
    expect(line.trim().split('\n')).toHaveLength(1)
    const addresses = Addresses.parse(JSON.parse(line))
    for (const { controlUrl, shops } of Object.values(addresses)) {
      const [shop] = shops
      const [listing] = shop?.listings ?? []
      const order = await control(controlUrl, 'place-order', { shop: shop?.id, lines: [{ listing: listing?.id, units: 2 }] })
      expect(order.body.result).toMatchObject({ placed: true, order: { state: 'paid' } })
      const truth = await control(controlUrl, 'truth', { shop: shop?.id })
      expect(truth.body.result).toMatchObject({
        orders: [{ state: 'paid' }],
        listings: expect.arrayContaining([expect.objectContaining({ takenUnshipped: 2 })]),
      })

      const unknown = await control(controlUrl, 'no-such-thing', {})
      expect([unknown.status, unknown.body.error]).toEqual([404, 'no command no-such-thing'])
      const wrong = await control(controlUrl, 'place-order', { shop: shop?.id, lines: [], sku: 1 })
      expect(wrong.status).toBe(400)
      const still = await control(controlUrl, 'move-time', { ms: 5 })
      expect(still.body.error).toContain('machine’s clock')
    }
    expect(await stop()).toBe(0)
  })

  it('the same seed prints the same keys', async () => {
    const runs = await Promise.all([start('--json', '--seed', '9'), start('--json', '--seed', '9')])
    const keys = runs
      .map(({ line }) => Object.values(Addresses.parse(JSON.parse(line))))
      .map((all) => all.map(({ appKey, appSecret, shops }) => ({ appKey, appSecret, shops })))
    expect(keys[0]).toEqual(keys[1])
    await Promise.all(runs.map(({ stop }) => stop()))
  })

  it('says for people where everything is', async () => {
    const { line, stop } = await start()
    expect(line).toMatch(/taobao\n {2}gateway http:\/\/127\.0\.0\.1/)
    await stop()
  })
})
