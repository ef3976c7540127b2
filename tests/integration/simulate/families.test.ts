import { describe } from 'vitest'
import { runSeeds } from '../../support/run-seeds.ts'

// Calls that are applied late are told by a given run: broken-words.test.ts.
describe.each(['late-feed', 'hands', 'stops'] as const)('runs of the family %s', (family) => {
  runSeeds({ from: 301, seeds: 1, ticks: 160, family })
})
