import type { Agenda } from '../simulate/world/agenda.ts'

/** What is to happen to several at one instant happens to all of them at once, however often it was asked for. */
export class AtOnce<Who> {
  readonly #agenda: Agenda
  readonly #name: string
  readonly #run: (all: readonly Who[]) => Promise<void>
  readonly #waiting = new Map<number, Set<Who>>()

  constructor(agenda: Agenda, name: string, run: (all: readonly Who[]) => Promise<void>) {
    this.#agenda = agenda
    this.#name = name
    this.#run = run
  }

  add(who: Who, atMs: number): void {
    const waiting = this.#waiting.get(atMs)
    if (waiting) {
      waiting.add(who)
      return
    }
    const all = new Set([who])
    this.#waiting.set(atMs, all)
    const run = (): Promise<void> => {
      this.#waiting.delete(atMs)
      return this.#run([...all])
    }
    this.#agenda.add({ atMs, name: this.#name, run })
  }
}
