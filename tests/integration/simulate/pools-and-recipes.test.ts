import { describe } from 'vitest'
import { runSeeds } from '../../support/run-seeds.ts'

describe.each(['pools', 'recipes'] as const)('N24, N25: runs of the family %s', (family) => {
  runSeeds({ from: 403, seeds: 2, ticks: 120, family })
})
