import type { Orm } from '../../src/db/orm.ts'
import type { Quiet } from './quiet.ts'

/** Counts every statement of a pool that has not been used yet. */
export async function watchDatabase(orm: Orm, quiet: Quiet): Promise<void> {
  quiet.watch(await orm.em.getConnection().getNativeClient())
}
