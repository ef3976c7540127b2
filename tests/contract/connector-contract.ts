import { describe } from 'vitest'
import type { ContractFixture } from './contract-fixture.ts'
import { describeAccess } from './contract-access.ts'
import { describeErrors } from './contract-errors.ts'
import { describeListings } from './contract-listings.ts'
import { describeOrders } from './contract-orders.ts'
import { describeRefunds } from './contract-refunds.ts'
import { describeStock } from './contract-stock.ts'

/** What every connector has to keep, checked against its platform's sandbox. */
export function describeConnector(fixture: ContractFixture): void {
  describe(`${fixture.name} keeps the connector contract`, () => {
    describeListings(fixture)
    describeStock(fixture)
    describeOrders(fixture)
    describeRefunds(fixture)
    describeErrors(fixture)
    describeAccess(fixture)
  })
}
