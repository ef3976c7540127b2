import type { JobTask } from './jobs/durable/job-task.ts'

/** Every kind of durable job with its work, listed by hand: a job of a kind that is not here waits for a program that has it. */
export function jobTasks(): readonly JobTask[] {
  return []
}
