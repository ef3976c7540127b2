import { expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'

function written(tell: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  tell(createLog({ level: 'debug', destination: { write: (line) => lines.push(line) } }))
  return lines.join('')
}

it('hides secrets wherever they stand in an event', () => {
  const text = written((log) => {
    log.info({ password: 'hunter2', shop: { token: 'hunter2', headers: { authorization: 'Bearer hunter2' } }, units: 5 }, 'event')
  })
  expect(text).not.toContain('hunter2')
  expect(text).toContain('"units":5')
})

it('tells of a database error its kind and place, and nothing of the statement or the rows', () => {
  const cause = Object.assign(new Error('duplicate key: Key (phone)=(13800000000)'), {
    code: '23505',
    constraint: 'sku_code_key',
    detail: 'Key (phone)=(13800000000) already exists.',
  })
  const text = written((log) => log.error({ err: new Error('the import failed', { cause }) }, 'event'))
  expect(text).not.toContain('13800000000')
  expect(text).toContain('23505')
  expect(text).toContain('sku_code_key')
  expect(text).toContain('the import failed')
})
