import type { ChannelConnector } from '../../src/channels/connector.ts'
import type { StockDesk } from '../../src/stock/stock-desk.ts'
import type { TurnOptions } from './publish-world.ts'

export class Crash extends Error {}

/** Everything a turn of the publisher waits for outside its own reads, from the ledger to the call and back, and until a reading settles. */
export type Wait =
  'intend_moves' | 'seal' | 'call' | 'book_answers' | 'read' | 'settle_readings' | 'cover_units' | 'charge_quotas'

export interface CrashPoint {
  readonly at: Wait
  /** Before it is begun, or when it is done and its end is not heard of. */
  readonly when: 'before' | 'after'
}

/** What a process is given that dies at one of its waits. */
export function dyingTurn(point: CrashPoint, { desk, connector }: { desk: StockDesk; connector: ChannelConnector }): TurnOptions {
  const pass = async <T>(at: string, work: () => Promise<T>): Promise<T> => {
    if (at === point.at && point.when === 'before') throw new Crash()
    const done = await work()
    if (at === point.at) throw new Crash()
    return done
  }
  return {
    desk: {
      do: (operation, args, asking) => pass(operation.name, () => desk.do(operation, args, asking)),
      get waiting() {
        return desk.waiting
      },
    },
    connector: {
      ...connector,
      changeStock: (attempt, signal) => pass('call', () => connector.changeStock(attempt, signal)),
      readStock: (listings, signal) => pass('read', () => connector.readStock(listings, signal)),
    },
    witness: { check: () => Promise.resolve(), seal: () => pass('seal', () => Promise.resolve()) },
  }
}
