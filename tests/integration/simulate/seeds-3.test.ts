import { describeSeeds } from '../../support/describe-seeds.ts'

describeSeeds('the product under simulated shoppers and faults', { from: 31, seeds: 15, socketsEvery: 15 })
