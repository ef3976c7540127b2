import { describe } from 'vitest'
import { runSeeds } from '../../support/run-seeds.ts'

describe.each(['late-feed', 'late-call', 'hands', 'stops'] as const)('runs of the family %s', (family) => {
  runSeeds({ from: 301, seeds: 1, ticks: 160, family })
})
