import { accounts } from '../../src/domain/balance.ts'
import { conditions } from '../../src/domain/ids.ts'
import type { AsOfBasis } from '../../src/stock/read/read-stock-as-of.ts'
import { enumOf } from '../enum-of.ts'

export const ConditionEnum = enumOf('Condition', conditions)

/** Where units can be, and the outside. */
export const PlaceEnum = enumOf('Place', accounts)

/** `known`: as the books had it at that instant. `happened`: as it was, by all that has been told since. */
export const AsOfBasisEnum = enumOf<AsOfBasis>('AsOfBasis', ['known', 'happened'])
