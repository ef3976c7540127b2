import type { ShopConnections } from './channels/shop-connections.ts'
import { readPushedOrders } from './intake/read-pushed-orders.ts'
import type { JobTask } from './jobs/durable/job-task.ts'
import type { StockDesks } from './stock/stock-desks.ts'

export interface JobParts {
  /** Undefined without master keys: then no shop can be called. */
  readonly connections: ShopConnections | undefined
  readonly desks: StockDesks
}

/** Every kind of durable job with its work, listed by hand: a job of a kind that is not here waits for a program that has it. */
export function jobTasks({ connections, desks }: JobParts): readonly JobTask[] {
  return connections ? [readPushedOrders({ connections, desks })] : []
}
