import { deliverAlarms } from './alarms/announce.ts'
import { deliver } from './alarms/deliver.ts'
import type { Messenger } from './alarms/target.ts'
import type { ShopConnections } from './channels/shop-connections.ts'
import { readPushedOrders } from './intake/read-pushed-orders.ts'
import { jobTask, type JobTask } from './jobs/durable/job-task.ts'
import type { MasterKeys } from './secrets/master-keys.ts'
import type { StockDesks } from './stock/stock-desks.ts'

/** What durable jobs work with beside what every job is handed. */
export interface JobParts {
  readonly keys: MasterKeys | undefined
  readonly messenger: Messenger
  /** How shops are called and their orders booked; undefined where this process calls none. */
  readonly shops: { readonly connections: ShopConnections; readonly desks: StockDesks } | undefined
}

/**
 * Every kind of durable job with its work, listed by hand. A job of a kind that is not here waits for a program that has
 * it: without master keys no alarm can be told and no shop called, since neither addresses nor tokens open.
 */
export function jobTasks({ keys, messenger, shops }: JobParts): readonly JobTask[] {
  if (!keys) return []
  return [
    jobTask(deliverAlarms, (tools, payload, signal) => deliver({ ...tools, keys, messenger }, payload, signal)),
    ...(shops ? [readPushedOrders(shops)] : []),
  ]
}
