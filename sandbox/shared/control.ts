import { z } from 'zod'
import { ManualClock } from './clock.ts'
import { faultKinds, type Fault } from './faults.ts'
import { listingTruth } from './market/truth.ts'
import type { Sandbox } from './sandbox.ts'
import { jsonAnswer, type Handler } from './wire.ts'

const shop = { shop: z.string() }
const order = { ...shop, order: z.string() }

type Command = (sandbox: Sandbox, input: unknown) => unknown

function command<Shape extends z.ZodRawShape>(
  shape: Shape,
  run: (sandbox: Sandbox, input: z.output<z.ZodObject<Shape>>) => unknown,
): Command {
  const schema = z.strictObject(shape)
  return (sandbox, input) => run(sandbox, schema.parse(input))
}

const line = z.strictObject({ listing: z.string(), units: z.number().int().positive(), gift: z.boolean().optional() })
const stock = { ...shop, listing: z.string(), units: z.number().int() }

/** What people and tests do to a marketplace over HTTP: `POST <controlUrl>/<command>` with a JSON object. */
const commands: Readonly<Record<string, Command>> = {
  'place-order': command(
    {
      ...shop,
      lines: z.array(line).min(1),
      pay: z.boolean().optional(),
      ungrouped: z.boolean().optional(),
      buyer: z.string().optional(),
    },
    ({ market }, { shop: shopId, lines, ...rest }) =>
      market.place(
        shopId,
        withoutUndefined({
          ...rest,
          lines: lines.map(({ listing, ...more }) => withoutUndefined({ ...more, listingId: listing })),
        }),
      ),
  ),
  'pay-order': command(order, ({ market }, input) => market.pay(input.shop, input.order)),
  'pay-deposit': command(order, ({ market }, input) => market.payDeposit(input.shop, input.order)),
  'group-order': command(order, ({ market }, input) => market.group(input.shop, input.order)),
  'hold-order': command({ ...order, held: z.enum(['no', 'cancel asked', 'review']) }, ({ market }, input) =>
    market.hold(input.shop, input.order, input.held),
  ),
  'cancel-order': command({ ...order, lines: z.array(z.string()).optional() }, ({ market }, input) =>
    market.cancel(input.shop, input.order, input.lines),
  ),
  'ship-order': command({ ...order, carrier: z.string(), waybill: z.string() }, ({ market }, input) =>
    market.ship(input.shop, { orderId: input.order, carrier: input.carrier, waybill: input.waybill }),
  ),
  'finish-order': command(order, ({ market }, input) => market.finish(input.shop, input.order)),
  'split-order': command(order, ({ market }, input) => market.split(input.shop, input.order)),
  'ask-refund': command(
    { ...order, line: z.string(), units: z.number().int().positive().optional(), goodsReturn: z.boolean().optional() },
    ({ market }, { shop: shopId, order: orderId, line: lineId, ...rest }) =>
      market.askRefund(shopId, withoutUndefined({ ...rest, orderId, lineId })),
  ),
  'settle-refund': command(
    { ...shop, refund: z.string(), state: z.enum(['asked', 'agreed', 'done', 'closed']) },
    ({ market }, input) => market.settleRefund(input.shop, input.refund, input.state),
  ),
  'edit-stock': command({ ...stock, kind: z.enum(['delta', 'set']) }, ({ market }, input) =>
    market.changeStock(input.shop, input.listing, { kind: input.kind, units: input.units, belowZero: 'clamp', why: 'hand' }),
  ),
  'block-listing': command(
    { ...shop, listing: z.string(), blocked: z.enum(['nothing', 'lowering', 'everything']) },
    ({ market }, input) => Object.assign(market.shop(input.shop).listing(input.listing), { blocked: input.blocked }),
  ),
  'set-fault': command(
    {
      kind: z.enum(faultKinds),
      method: z.string().optional(),
      times: z.number().int().positive().optional(),
      chance: z.number().min(0).max(1).optional(),
      delayMs: z.number().int().nonnegative().optional(),
    },
    ({ world }, input) => world.faults.add(withoutUndefined(input) satisfies Fault),
  ),
  'clear-faults': command({}, ({ world }) => world.faults.clear()),
  'set-lag': command({ ms: z.number().int().nonnegative() }, ({ world }, { ms }) => void (world.feedLagMs = ms)),
  'set-skew': command({ ms: z.number().int() }, ({ world }, { ms }) => void (world.skewMs = ms)),
  'allow-addresses': command(
    { addresses: z.array(z.string()).nullable() },
    ({ world }, { addresses }) => void (world.allowedAddresses = addresses && new Set(addresses)),
  ),
  'forbid-method': command({ method: z.string() }, ({ world }, { method }) => void world.forbiddenMethods.add(method)),
  'grant-method': command({ method: z.string() }, ({ world }, { method }) => void world.forbiddenMethods.delete(method)),
  'limit-calls': command(
    { perSecond: z.number().int().positive().optional(), perDay: z.number().int().positive().optional() },
    ({ world }, { perSecond = world.callsPerSecond, perDay = world.callsPerDay }) =>
      void Object.assign(world, { callsPerSecond: perSecond, callsPerDay: perDay }),
  ),
  'move-time': command({ ms: z.number().int().positive() }, ({ world }, { ms }) => {
    if (!(world.clock instanceof ManualClock)) throw new Error('this sandbox runs on the machine’s clock')
    world.clock.advance(ms)
  }),
  'set-switch': command({ name: z.string(), value: z.string() }, ({ switches }, { name, value }) => switches.set(name, value)),
  'revoke-token': command(shop, (sandbox, input) => sandbox.revokeToken(input.shop)),
  switches: command({}, ({ switches }) => switches.all()),
  truth: command(shop, ({ market, world }, input) => {
    const { orders, journal } = market.shop(input.shop)
    return { now: world.now(), listings: listingTruth(market.shop(input.shop)), orders: orders.all(), journal }
  }),
  listings: command(shop, ({ market }, input) => [...market.shop(input.shop).listings.values()]),
}

/** Serves the commands below `prefix`; refuses what it does not understand with a text that says why. */
export function controlHandler(sandbox: Sandbox, prefix: string): Handler {
  return async ({ path, body }) => {
    const name = path.slice(prefix.length).replace(/^\//, '')
    const run = commands[name]
    if (!run) return { ...jsonAnswer({ error: `no command ${name}`, commands: Object.keys(commands) }), status: 404 }
    try {
      const input: unknown = JSON.parse(body.toString('utf8') || '{}')
      return jsonAnswer({ result: run(sandbox, input) ?? null })
    } catch (error) {
      return { ...jsonAnswer({ error: error instanceof Error ? error.message : 'failed' }), status: 400 }
    }
  }
}

type Given<T> = { [Name in keyof T]: Exclude<T[Name], undefined> }

function withoutUndefined<T extends object>(input: T): Given<T>
function withoutUndefined(input: object): object {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
}
