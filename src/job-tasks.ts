import { deliverAlarms } from './alarms/announce.ts'
import { deliver } from './alarms/deliver.ts'
import type { Messenger } from './alarms/target.ts'
import { jobTask, type JobTask } from './jobs/durable/job-task.ts'
import type { MasterKeys } from './secrets/master-keys.ts'

/** What durable jobs work with beside what every job is handed. */
export interface JobParts {
  readonly keys: MasterKeys | undefined
  readonly messenger: Messenger
}

/**
 * Every kind of durable job with its work, listed by hand. A job of a kind that is not here waits for a program that has
 * it: without master keys no alarm can be told, since no target's address opens.
 */
export function jobTasks({ keys, messenger }: JobParts): readonly JobTask[] {
  if (!keys) return []
  return [jobTask(deliverAlarms, (tools, payload, signal) => deliver({ ...tools, keys, messenger }, payload, signal))]
}
