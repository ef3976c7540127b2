import type { Em } from '../../src/db/orm.ts'
import { Crash, type CrashPoint } from './dying-turn.ts'

/** A process that dies once, at the n-th transaction of its own that it writes in: those of the stock desk are not among them. */
export class DyingWrites {
  readonly #nth: number
  readonly #when: CrashPoint['when']
  #begun = 0

  constructor(nth: number, when: CrashPoint['when']) {
    this.#nth = nth
    this.#when = when
  }

  /** Whether it has come that far. */
  get hasDied(): boolean {
    return this.#begun >= this.#nth
  }

  of(em: Em): Em {
    return new Proxy(em, {
      get: (target, name) => {
        if (name === 'fork') return (...args: Parameters<Em['fork']>) => this.of(target.fork(...args))
        if (name === 'transactional') return this.#transactional(target)
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }

  #transactional(em: Em): Em['transactional'] {
    return async (work, options) => {
      if (options?.readOnly === true) return em.transactional(work, options)
      this.#begun += 1
      const dies = this.#begun === this.#nth
      if (dies && this.#when === 'before') throw new Crash()
      const done = await em.transactional(work, options)
      if (dies) throw new Crash()
      return done
    }
  }
}
