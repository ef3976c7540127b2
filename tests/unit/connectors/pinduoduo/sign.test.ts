import { expect, it } from 'vitest'
import { z } from 'zod'
import { pmcDigest, signRouter } from '../../../../connectors/pinduoduo/sign.ts'
import { expectedDigest, expectedSign } from '../../../../sandbox/pinduoduo/sign.ts'
import { sample } from './fixture.ts'

const Vectors = z.array(
  z.object({
    name: z.string(),
    params: z.record(z.string(), z.string()),
    secret: z.string(),
    sign_method: z.string(),
    sign: z.string(),
  }),
)
const vectors = Vectors.parse(JSON.parse(sample('signature-vectors')))
const named = (method: string) => vectors.filter((each) => each.sign_method === method).map((each) => [each.name, each] as const)

it.each(named('md5'))('both sides make the published signature of %s', (_name, { params, secret, sign }) => {
  expect(signRouter(params, secret)).toBe(sign)
  expect(expectedSign(new Map(Object.entries(params)), secret)).toBe(sign)
})

it.each(named('md5'))('a sign that came with the parameters of %s is not signed itself', (_name, { params, secret, sign }) => {
  expect(signRouter({ ...params, sign }, secret)).toBe(sign)
  expect(expectedSign(new Map(Object.entries({ ...params, sign })), secret)).toBe(sign)
})

it.each(named('pmc-path-digest'))('both sides make the published digest of %s', (_name, { params, secret, sign }) => {
  const parts = { clientId: params['client_id'] ?? '', ms: params['timestamp_ms'] ?? '', secret }
  expect(pmcDigest(parts)).toBe(sign)
  expect(expectedDigest(parts)).toBe(sign)
})
