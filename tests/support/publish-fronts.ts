import type { Sandbox } from '../../sandbox/shared/sandbox.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import type { ChannelConnector } from '../../src/channels/connector.ts'
import type { ListingFacts } from '../../src/channels/listing.ts'
import type { ConnectAs } from '../contract/contract-fixture.ts'
import { jdFixture } from '../contract/jd-fixture.ts'
import { pinduoduoFixture } from '../contract/pinduoduo-fixture.ts'
import { taobaoFixture } from '../contract/taobao-fixture.ts'
import type { JumpingClock } from './jumping-clock.ts'

export interface Front {
  readonly platform: 'taobao' | 'jd' | 'pinduoduo'
  openSandbox(clock: JumpingClock): Sandbox
  connect(sandbox: Sandbox, as: ConnectAs): ChannelConnector
  readonly facts: ListingFacts
  /** Part of the name of its stock method. */
  readonly stock: string
}

const DAY_MS = 86_400_000
const restores = { cancelRestores: true, numberShown: 'net' } as const
const keyed = { ...restores, repeatedKey: 'applied once', keyMemoryMs: DAY_MS, belowZero: 'refused' } as const
const jd = jdFixture('single')

/** Each kind of stock call there is, on the sandbox that has it. */
export const fronts = {
  keyed: { ...taobaoFixture, platform: 'taobao', facts: keyed, stock: 'quantity.update' },
  refusing: { ...taobaoFixture, platform: 'taobao', facts: restores, stock: 'quantity.update' },
  clamped: {
    ...taobaoFixture,
    connect: taobaoFixture.connectBatched,
    platform: 'taobao',
    facts: restores,
    stock: 'quantity.update',
  },
  unproven: {
    ...taobaoFixture,
    platform: 'taobao',
    facts: { ...restores, repeatedKey: 'applied once', keyMemoryMs: DAY_MS },
    stock: 'quantity.update',
  },
  hiding: {
    ...jd,
    platform: 'jd',
    facts: { cancelRestores: true, numberShown: 'gross', reservedCountsAll: true, belowZero: 'refused' },
    stock: 'increaseSkuStock',
  },
} as const satisfies Record<string, Front>
/** Where nothing is probed no listing joins: it is only looked into. */
const grouping = { ...pinduoduoFixture, platform: 'pinduoduo', facts: {}, stock: 'quantity.update' } as const satisfies Front
/** Probed as a Tmall shop's, which it is not: every keyed call is refused. */
const plain = {
  ...fronts.keyed,
  openSandbox: (clock: JumpingClock): Sandbox =>
    openTaobaoSandbox({ clock, seed: 7, shops: [{ id: 'A', name: 'shop A', type: 'C' }] }),
} as const satisfies Front
const others = { grouping, plain } as const
export type FrontName = keyof typeof fronts | keyof typeof others

export function frontOf(name: FrontName): Front {
  return { ...fronts, ...others }[name]
}
