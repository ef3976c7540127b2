import fc from 'fast-check'
import { emptyBalance, freeUnits, type Balance } from '../../../src/domain/balance.ts'
import { toPoolId, toSkuId } from '../../../src/domain/ids.ts'

const units = fc.nat({ max: 20 })

/** Any balance the table's checks would let in: what does not fit the goods there is deficit. */
export const balances: fc.Arbitrary<Balance> = fc
  .record({
    onHand: fc.integer({ min: -20, max: 40 }),
    held: units,
    quota: fc.integer({ min: -10, max: 20 }),
    lockKept: units,
    safetyWanted: units,
    safetyShare: fc.nat({ max: 100 }),
    overcommit: fc.nat({ max: 5 }),
  })
  .map(({ safetyShare, overcommit, ...figures }) => {
    const safetyKept = Math.floor((figures.safetyWanted * safetyShare) / 100)
    const sold = { ...emptyBalance(toPoolId('1'), toSkuId('1')), ...figures, safetyKept }
    const missing = Math.max(0, -freeUnits(sold))
    const chosen = Math.min(missing, overcommit)
    return { ...sold, overcommit: chosen, deficit: missing - chosen }
  })
