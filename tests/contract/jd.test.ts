import { describeConnector } from './connector-contract.ts'
import type { ContractShape } from './contract-fixture.ts'
import { jdFixture } from './jd-fixture.ts'

const unprobed = {
  call: 'delta',
  belowZero: 'unproven',
  answersWithNumber: false,
  numberShown: 'unknown',
  hidden: { orders: 'unpaid', counter: 'reserved', counterCountsAll: false },
} as const

const singleShapes: readonly ContractShape[] = [
  { name: 'increments, nothing probed', expects: unprobed },
  { name: 'increments that clamp, of a net number', switches: { belowZero: 'clamped', numberShown: 'net' }, expects: unprobed },
  {
    name: 'increments that go below zero, answered in the newer shape',
    switches: { belowZero: 'goes below', increaseAnswer: 'result' },
    expects: unprobed,
  },
  { name: 'increments whose key counts for nothing', switches: { repeatedKey: 'applied again' }, expects: unprobed },
  {
    name: 'keyed increments, proved',
    facts: { repeatedKey: 'applied once', belowZero: 'refused', numberShown: 'gross', reservedCountsAll: true },
    expects: {
      call: 'keyed delta',
      belowZero: 'refused',
      numberShown: 'gross',
      hidden: { orders: 'unpaid', counter: 'reserved', counterCountsAll: true },
    },
  },
  { name: 'a partition warehouse', listing: { warehouseId: '21' }, expects: unprobed },
]

const batchedShapes: readonly ContractShape[] = [
  { name: 'rows of one call', expects: unprobed },
  {
    name: 'keyed rows, proved, shown net',
    switches: { numberShown: 'net' },
    facts: { repeatedKey: 'applied once', numberShown: 'net' },
    expects: { call: 'keyed delta', numberShown: 'net' },
  },
]

describeConnector(jdFixture('single', singleShapes))
describeConnector(jdFixture('batched', batchedShapes))
