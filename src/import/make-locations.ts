import { createLocation } from '../catalogue/create-location.ts'
import { findLocationsByCode } from '../catalogue/find-locations.ts'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { UnreadableFileError } from './table.ts'

/** More are a sign that another column was taken for the location. */
const NEW_MAX = 200

/** Makes the locations a stock file names and nobody has created yet: warehouses of the first pool, called by their codes. */
export class LocationMaker {
  readonly #em: Em
  readonly #clock: Clock
  readonly #known = new Set<string>()
  readonly created: string[] = []

  constructor(em: Em, clock: Clock) {
    this.#em = em
    this.#clock = clock
  }

  /** @throws UnreadableFileError when there would be too many new ones. */
  async ensure(codes: readonly string[]): Promise<void> {
    const unsure = [...new Set(codes)].filter((code) => !this.#known.has(code))
    if (unsure.length === 0) return
    const found = await findLocationsByCode(this.#em.fork(), unsure)
    for (const code of found.keys()) this.#known.add(code)
    const missing = unsure.filter((code) => !found.has(code))
    if (this.created.length + missing.length > NEW_MAX) {
      const some = missing.slice(0, 5).join(', ')
      throw new UnreadableFileError(
        `more than ${NEW_MAX} locations are new (${some} ...): is that the column with the locations?`,
      )
    }
    for (const code of missing) {
      const made = await createLocation(this.#em.fork(), { code, name: code, kind: 'warehouse' }, this.#clock.now())
      if (made.kind === 'created') this.created.push(code)
      // Refused, it stays unknown, and so its rows are told.
      if (made.kind !== 'refused' || made.code === 'CODE_TAKEN') this.#known.add(code)
    }
  }
}
