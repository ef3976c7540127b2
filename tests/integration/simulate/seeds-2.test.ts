import { describe } from 'vitest'
import { runSeeds } from '../../support/run-seeds.ts'

describe('short days of the product under simulated shoppers and faults', () => {
  runSeeds({ from: 201, seeds: 20, ticks: 160, socketsEvery: 15 })
})
