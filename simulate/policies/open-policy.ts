import type { SimMerchant } from '../merchant.ts'
import { OnePool } from './onepool.ts'
import type { RanksAs } from './rank-shops.ts'
import type { Policy, PolicyName, PolicyWorld } from './policy.ts'
import { equalParts, fullNumber, republishing, staticSplit } from './split.ts'

export interface Opening {
  readonly name: PolicyName
  readonly ranks: RanksAs
}

export function openPolicy({ name, ranks }: Opening, world: PolicyWorld, merchant: SimMerchant): Promise<Policy> {
  if (world.scenario.recipeChange && !name.startsWith('onepool')) throw new TypeError(`${name} knows of single units only`)
  switch (name) {
    case 'onepool':
      return OnePool.open(world, merchant, { ranks })
    case 'onepool-overcommit':
      return OnePool.open(world, merchant, { ranks, overcommit: true })
    case 'naive-shared':
      return Promise.resolve(republishing(world, fullNumber))
    case 'percentage-split':
      return Promise.resolve(republishing(world, equalParts))
    case 'static-split':
      return Promise.resolve(staticSplit(world))
  }
}
