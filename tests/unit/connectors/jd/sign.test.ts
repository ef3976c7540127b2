import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { signJd } from '../../../../connectors/jd/sign.ts'
import { expectedSign } from '../../../../sandbox/jd/sign.ts'
import { fixtureJson } from '../../../support/fixture.ts'

const Vector = z.object({
  name: z.string(),
  params: z.record(z.string(), z.string()),
  secret: z.string(),
  sign_method: z.enum(['md5', 'sp-api-md5']),
  sign: z.string(),
})
const vectors = z
  .array(Vector)
  .parse(fixtureJson('jd/signature-vectors.json'))
  .map((vector) => [vector.name, vector] as const)

describe('signatures of the JD gateways', () => {
  it.each(vectors)('the connector signs as the platform, %s', (_name, { params, secret, sign }) => {
    expect(signJd(params, secret)).toBe(sign)
  })

  it.each(vectors)('the sandbox expects what the platform expects, %s', (_name, { params, secret, sign }) => {
    expect(expectedSign(new Map(Object.entries(params)), secret)).toBe(sign)
    expect(expectedSign(new Map(Object.entries({ ...params, empty: '' })), secret, true)).toBe(sign)
  })

  it('covers both gateways', () => {
    expect(new Set(vectors.map(([, { sign_method: method }]) => method))).toEqual(new Set(['md5', 'sp-api-md5']))
  })

  it('sorts names by their bytes, so the JSON text comes before every letter, and does not sign the sign', () => {
    const parameters = { v: '2.0', Method: 'M', '360buy_param_json': '{}', app_key: 'k' }
    const reordered = { app_key: 'k', '360buy_param_json': '{}', sign: 'ignored', Method: 'M', v: '2.0' }
    expect(signJd(reordered, 's')).toBe(signJd(parameters, 's'))
    expect(signJd({ ...parameters, '360buy_param_json': '{ }' }, 's')).not.toBe(signJd(parameters, 's'))
  })
})
