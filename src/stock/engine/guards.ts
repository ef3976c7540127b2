import type { Em } from '../../db/orm.ts'
import { allOf } from '../../db/pipeline.ts'

/** What must still hold in the transaction that books something: it throws where it does not, and then nothing is booked. */
export type Guard = ((tx: Em) => Promise<void>) | SharedGuard

/** One of which a batch often has several: those with the same function are checked by it together, in one statement. */
export interface SharedGuard {
  readonly together: (tx: Em, all: readonly SharedGuard[]) => Promise<void>
}

/** Each is sent before this returns. */
export async function checkGuards(tx: Em, guards: readonly Guard[]): Promise<void> {
  const shared = guards.flatMap((guard) => (typeof guard === 'function' ? [] : [guard]))
  const alone = guards.flatMap((guard) => (typeof guard === 'function' ? [guard] : []))
  await allOf([
    ...[...Map.groupBy(shared, ({ together }) => together)].map(([check, all]) => check(tx, all)),
    ...alone.map((check) => check(tx)),
  ])
}
