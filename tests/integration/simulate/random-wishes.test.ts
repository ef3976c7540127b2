import { describe } from 'vitest'
import { runSeeds } from '../../support/run-seeds.ts'

describe('the product with wanted quotas drawn at random', () => {
  runSeeds({ from: 101, seeds: 3, random: true })
})
