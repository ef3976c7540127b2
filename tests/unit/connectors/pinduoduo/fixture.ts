import { readFileSync } from 'node:fs'
import { unwrap } from '../../../../connectors/pinduoduo/unwrap.ts'

/** A sample answer, as text. */
export function sample(name: string): string {
  return readFileSync(new URL(`../../../fixtures/pinduoduo/${name}.json`, import.meta.url), 'utf8')
}

/** What the connector makes of a sample answer before it looks inside. */
export function unwrapped(name: string): unknown {
  const body = unwrap(sample(name))
  if (body.kind !== 'data') throw new Error(`${name} is ${body.kind}`)
  return body.data
}
