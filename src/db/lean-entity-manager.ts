import { EntityManager } from '@mikro-orm/postgresql'

type ForkOptions = NonNullable<Parameters<EntityManager['fork']>[0]>

/**
 * Forks for less. Most forks only run a statement or two; MikroORM copies for each what nobody here sets (filters, a session, a context of the
 * log), and writes a setting of its own to the environment of the process twice.
 */
export class LeanEntityManager extends EntityManager {
  override fork(options: ForkOptions = {}): this {
    const { schema = this.schema, ...others } = options
    if (Object.keys(others).length > 0) return super.fork(options)
    const fork = new LeanEntityManager(this.config, this.getDriver(), this.getMetadata(), false, this.getEventManager())
    if (!this.#isLikeThis(fork)) throw new TypeError('an entity manager forks into others of its kind')
    if (schema !== undefined) fork.schema = schema
    return fork
  }

  #isLikeThis(fork: LeanEntityManager): fork is this {
    return fork instanceof LeanEntityManager
  }
}
