import pg from 'pg'
import { vi } from 'vitest'

/** Runs `work` and returns the text of every statement this process sent to PostgreSQL meanwhile. */
export async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const spy = vi.spyOn(pg.Client.prototype, 'query')
  try {
    await work()
    return spy.mock.calls.map(([first]) => textOf(first))
  } finally {
    spy.mockRestore()
  }
}

/** The statements of those that read, but for who asks: a credential is looked up anew every other second. */
export function readsOf(statements: readonly string[]): readonly string[] {
  return statements.filter((text) => /^\s*(with|select)/i.test(text) && !text.includes('api_key'))
}

function textOf(query: unknown): string {
  if (typeof query === 'string') return query
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : ''
}
