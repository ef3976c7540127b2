import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { signConnect, signTop } from '../../../../connectors/taobao/sign.ts'
import { connectSign, expectedSign } from '../../../../sandbox/taobao/sign.ts'
import { fixtureJson } from '../../../support/fixture.ts'

const Vector = z.object({
  note: z.string(),
  kind: z.string().optional(),
  params: z.record(z.string(), z.string()),
  body: z.string().optional(),
  secret: z.string(),
  sign_method: z.enum(['md5', 'hmac', 'hmac-sha256']),
  sign: z.string(),
})
const ConnectVector = z
  .array(z.unknown())
  .transform((all) => all.at(-1))
  .pipe(
    z.object({
      kind: z.literal('tmc-connect'),
      secret: z.string(),
      sign: z.string(),
      params: z.object({ app_key: z.string(), group_name: z.string(), timestamp: z.string() }),
    }),
  )
const vectors = z.array(Vector).parse(fixtureJson('taobao/signature-vectors.json'))
const calls = vectors
  .filter(({ kind }) => kind === undefined)
  .map((vector) => [`${vector.sign_method}: ${vector.note}`, vector] as const)

describe('signatures of the TOP gateway', () => {
  it.each(calls)('the connector signs as the platform, %s', (_name, { params, secret, sign_method: method, body, sign }) => {
    expect(signTop(params, { secret, method }, body)).toBe(sign)
  })

  // The vector from the RFC has no system parameters, so nothing would name its method on the wire.
  const onTheWire = calls.filter(([, { params }]) => 'sign_method' in params)
  it.each(onTheWire)('the sandbox expects what the platform expects, %s', (_name, { params, secret, body, sign }) => {
    const arrived = new Map(Object.entries({ ...params, sign: 'whatever' }))
    expect(expectedSign(arrived, secret, { dropEmpty: true, ...(body === undefined ? {} : { body }) })).toBe(sign)
  })

  it('covers every method the platform knows', () => {
    expect(new Set(calls.map(([, { sign_method: method }]) => method))).toEqual(new Set(['md5', 'hmac', 'hmac-sha256']))
  })

  it('signs the message channel’s CONNECT on both sides', () => {
    const { params, secret, sign } = ConnectVector.parse(fixtureJson('taobao/signature-vectors.json'))
    const { app_key: appKey, group_name: group, timestamp } = params
    expect(signConnect({ appKey, group, timestamp, secret })).toBe(sign)
    expect(connectSign({ appKey, groupName: group, timestamp, secret })).toBe(sign)
  })
})
