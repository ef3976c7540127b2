import { describeConnector } from './connector-contract.ts'
import type { ContractShape } from './contract-fixture.ts'
import { pinduoduoFixture } from './pinduoduo-fixture.ts'

const delta = { call: 'delta', belowZero: 'refused', answersWithNumber: false, canStop: true, keyMemoryMs: null } as const
const hidden = { orders: 'ungrouped', counter: 'reserved', counterCountsAll: false } as const
const shapes: readonly ContractShape[] = [
  {
    name: 'as documented, nothing probed',
    expects: { ...delta, hidden, takesAt: 'unknown', cancelRestores: 'unknown', numberShown: 'unknown' },
  },
  {
    name: 'numbers shown gross, sets that include the reserve, terse answers',
    switches: { quantityShown: 'gross', fullSet: 'sellable and reserved', isSuccess: '1', ids: 'text', businessSubCode: 'text' },
    facts: { numberShown: 'gross', reservedCountsAll: true, cancelRestores: true },
    expects: { ...delta, hidden: { ...hidden, counterCountsAll: true }, numberShown: 'gross', cancelRestores: true },
  },
  {
    name: 'an older platform without force_update, and clocks refused as signatures',
    switches: { forceUpdate: 'unknown', staleRequest: '20004' },
    facts: { numberShown: 'net' },
    expects: { ...delta, numberShown: 'net' },
  },
]

describeConnector({ ...pinduoduoFixture, shapes })
