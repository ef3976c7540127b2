import { readFileSync } from 'node:fs'

/** The GraphQL operations of a page, by their names. */
export function queriesOf(page: string): ReadonlyMap<string, string> {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text = '']) => text)
  return new Map(blocks.map((text) => [/(?:query|mutation) (\w+)/.exec(text)?.[1] ?? text, text]))
}
