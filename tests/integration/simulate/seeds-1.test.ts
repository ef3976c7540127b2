import { describe } from 'vitest'
import { runSeeds } from '../../support/run-seeds.ts'

describe('the product under simulated shoppers and faults', () => {
  runSeeds({ from: 1, seeds: 10, socketsEvery: 10 })
})
