import { describe } from 'vitest'
import { describeSwitches } from './contract-switches.ts'
import { jdFixture } from './jd-fixture.ts'
import { pinduoduoFixture } from './pinduoduo-fixture.ts'
import { taobaoFixture } from './taobao-fixture.ts'

describe.each(
  [taobaoFixture, jdFixture('single'), jdFixture('batched'), pinduoduoFixture].map((each) => [each.name, each] as const),
)('what %s’s documents leave unsure', (_name, fixture) => {
  describeSwitches(fixture)
})
