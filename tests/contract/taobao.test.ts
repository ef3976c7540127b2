import { describeConnector } from './connector-contract.ts'
import type { ContractShape } from './contract-fixture.ts'
import { taobaoFixture } from './taobao-fixture.ts'

const keyed = { call: 'keyed delta', answersWithNumber: false } as const
const plainShapes: readonly ContractShape[] = [
  { name: 'plain delta', listing: { takesAt: 'order' }, expects: { call: 'delta', belowZero: 'refused', takesAt: 'order' } },
  { name: 'plain delta, deducted at payment', listing: { takesAt: 'payment' }, expects: { call: 'delta', takesAt: 'payment' } },
  { name: 'an item without SKUs', listing: { skuId: null }, expects: { call: 'delta', belowZero: 'refused' } },
  {
    name: 'keyed delta, proved',
    facts: { repeatedKey: 'applied once', belowZero: 'refused' },
    expects: { ...keyed, belowZero: 'refused' },
  },
  {
    name: 'keyed delta that clamps and says so of a repeated key',
    switches: { repeatedKey: 'error', keyedBelowZero: 'clamped', serviceErrorCode: '50' },
    facts: { repeatedKey: 'applied once' },
    expects: { ...keyed, belowZero: 'unproven' },
  },
  {
    name: 'a combined item',
    listing: { parts: [{ listingId: '1/1/', units: 2 }] },
    expects: { call: 'none' },
  },
]

describeConnector({ ...taobaoFixture, shapes: plainShapes })
describeConnector({
  ...taobaoFixture,
  name: 'taobao in batches',
  connect: taobaoFixture.connectBatched,
  switchings: [],
  shapes: [{ name: 'clamped delta', expects: { call: 'delta', belowZero: 'clamped', answersWithNumber: true } }],
})
