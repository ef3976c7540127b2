import { describeSeeds } from '../../support/describe-seeds.ts'

describeSeeds('the product with wanted quotas drawn at random', { from: 101, seeds: 6, random: true })
