import type { Operation, Answer, Scene } from '../../src/stock/engine/operation.ts'
import type { Book } from '../../src/stock/engine/book.ts'
import type { Refused } from '../../src/stock/refusal.ts'
import type { StockDesk } from '../../src/stock/stock-desk.ts'

interface Breaking {
  /** The operation's name. */
  readonly of: string
  /** What is wrong with what it sees. */
  readonly scene?: (scene: Scene) => Scene
  readonly before?: (book: Book, scene: Scene) => void
  /** What it does wrong after it has decided. */
  readonly after?: (book: Book, scene: Scene) => void
}

/** A desk at which one kind of operation is decided wrongly. */
export function brokenDesk(desk: StockDesk, { of, scene: wrong = (scene) => scene, before, after }: Breaking): StockDesk {
  return {
    do<Args, Yes extends Answer>(operation: Operation<Args, Yes>, args: Args, asking: Parameters<StockDesk['do']>[2]) {
      if (operation.name !== of) return desk.do(operation, args, asking)
      const broken: Operation<Args, Yes> = {
        ...operation,
        decide(book, given, scene): Yes | Refused {
          const seen = wrong(scene)
          before?.(book, seen)
          const answer = operation.decide(book, given, seen)
          if (answer.kind !== 'refused') after?.(book, seen)
          return answer
        },
      }
      return desk.do(broken, args, asking)
    },
    get waiting() {
      return desk.waiting
    },
  }
}
