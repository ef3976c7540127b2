import DataLoader from 'dataloader'
import type { Em } from './orm.ts'

/** Turns of the event loop for which a question waits for others of its kind: an idle process has made them in no time. */
const GATHERING_TURNS = 3
const KEYS_AT_ONCE = 200

/** Answers every key, in their order, by statements alone: all such questions of a merchant share the entity manager. */
type Ask<Key, Answer> = (em: Em, keys: readonly Key[]) => Promise<readonly Answer[]>

/**
 * Asks the database once for what several turns of this process ask for at nearly the same time: a statement costs the same for one shop as
 * for all. Nothing is kept: an answer is never older than its question. Only for what is asked outside transactions.
 */
export function gather<Key, Answer>(ask: Ask<Key, Answer>): (em: Em, key: Key) => Promise<Answer> {
  const loaders = new WeakMap<object, Map<string, DataLoader<Key, Answer>>>()
  return (em, key) => {
    const connection = em.getConnection()
    const bySchema = loaders.get(connection) ?? new Map<string, DataLoader<Key, Answer>>()
    loaders.set(connection, bySchema)
    const schema = em.schema ?? ''
    const loader = bySchema.get(schema) ?? newLoader(em, ask)
    bySchema.set(schema, loader)
    return loader.load(key)
  }
}

function newLoader<Key, Answer>(em: Em, ask: Ask<Key, Answer>): DataLoader<Key, Answer> {
  const own = em.fork()
  return new DataLoader<Key, Answer>((keys) => ask(own, keys), {
    cache: false,
    maxBatchSize: KEYS_AT_ONCE,
    batchScheduleFn: (send) => afterTurns(GATHERING_TURNS, send),
  })
}

function afterTurns(turns: number, send: () => void): void {
  if (turns === 0) send()
  else setImmediate(() => afterTurns(turns - 1, send))
}
