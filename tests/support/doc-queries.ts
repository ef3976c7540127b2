import { readFileSync } from 'node:fs'

/** The GraphQL operations of a page, by their names. */
export function queriesOf(page: string): ReadonlyMap<string, string> {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text = '']) => text)
  return new Map(blocks.map((text) => [/(?:query|mutation|subscription) (\w+)/.exec(text)?.[1] ?? text, text]))
}

/** All that a page asks, operation by operation: a block may hold several. */
export function operationsOf(page: string): readonly string[] {
  return [...queriesOf(page).values()].flatMap((block) => block.trim().split(/\n(?=mutation |query |\{)/))
}
