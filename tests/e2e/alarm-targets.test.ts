import { afterAll, beforeAll, expect, it } from 'vitest'
import { AlarmFakes } from '../support/alarm-fakes.ts'
import { testApi, type TestApi } from '../support/api.ts'
import { operationsOf } from '../support/doc-queries.ts'
import {
  AlarmTargetsDocument,
  CreateAlarmTargetDocument,
  RemoveAlarmTargetDocument,
  TestAlarmTargetDocument,
} from './generated/documents.ts'

let api: TestApi
let fakes: AlarmFakes
let key: string
beforeAll(async () => {
  api = await testApi()
  fakes = await AlarmFakes.open()
  key = await api.key({ role: 'admin' })
})
afterAll(async () => {
  await api.dispose()
  await fakes.close()
})

const inputOf = (name: string) => ({ ...fakes.input('feishu'), kind: 'FEISHU' as const, name })

it('an admin adds a robot, tests it and removes it; its address and secret are never told', async () => {
  const texts: string[] = []
  const ask: TestApi['ask'] = async (document, options) => {
    const answer = await api.ask(document, options)
    texts.push(answer.text)
    return answer
  }
  const made = await ask(CreateAlarmTargetDocument, { key, variables: { input: inputOf('group') } })
  expect(made.data?.createAlarmTarget).toMatchObject({
    __typename: 'AlarmTargetCreated',
    target: { name: 'group', kind: 'FEISHU' },
  })
  const listed = await ask(AlarmTargetsDocument, { key, variables: {} })
  const [target] = listed.data?.alarmTargets ?? []
  const id = target?.id ?? ''
  const tested = await ask(TestAlarmTargetDocument, { key, variables: { id } })
  expect(tested.data?.testAlarmTarget).toEqual({ __typename: 'AlarmTargetTold', target: { name: 'group' } })
  expect(fakes.told.feishu).toHaveLength(1)
  const removed = await ask(RemoveAlarmTargetDocument, { key, variables: { id } })
  expect(removed.data?.removeAlarmTarget).toEqual({ __typename: 'AlarmTargetRemoved', id })
  for (const secret of [fakes.secret, fakes.token]) expect(texts.join('\n') + api.logged.join('\n')).not.toContain(secret)
})

it("Z1: another merchant's target is not there", async () => {
  await api.addMerchant('other')
  const theirs = await api.key({ merchant: 'other', role: 'admin' })
  const made = await api.ask(CreateAlarmTargetDocument, { key: theirs, variables: { input: inputOf('theirs') } })
  const { data } = await api.ask(AlarmTargetsDocument, { key: theirs, variables: {} })
  expect(made.errors).toEqual([])
  const id = data?.alarmTargets[0]?.id ?? ''
  const tested = await api.ask(TestAlarmTargetDocument, { key, variables: { id } })
  expect(tested.data?.testAlarmTarget).toMatchObject({ code: 'UNKNOWN_ALARM_TARGET' })
  const removed = await api.ask(RemoveAlarmTargetDocument, { key, variables: { id } })
  expect(removed.data?.removeAlarmTarget).toMatchObject({ code: 'UNKNOWN_ALARM_TARGET' })
  expect((await api.ask(AlarmTargetsDocument, { key, variables: {} })).data?.alarmTargets).toEqual([])
})

it('is added as docs/alarms.md says', async () => {
  const { url } = fakes.input('feishu')
  const operations = operationsOf('docs/alarms.md')
  expect(operations).toHaveLength(1)
  for (const text of operations) {
    const query = text.replace(/url: "[^"]*"/, `url: "${url}"`).replace(/secret: "[^"]*"/, `secret: "${fakes.secret}"`)
    const { data, errors } = await api.ask<object, object>(query, { key, variables: {} })
    expect(errors).toEqual([])
    expect(data).toMatchObject({ createAlarmTarget: { target: { id: expect.any(String) } } })
  }
})
