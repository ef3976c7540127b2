import type { Clock } from '../../clock.ts'
import type { Em } from '../../db/orm.ts'
import { readJobStanding, type JobStanding } from './read-job-standing.ts'

interface Gauges {
  gauge(name: string, help: string, read: () => Promise<number>): void
}

/** Shows how durable jobs stand among the metrics. While the database is away nothing is known of them. */
export function showJobs(metrics: Gauges, { em, clock }: { readonly em: Em; readonly clock: Clock }): void {
  let reading: Promise<JobStanding | undefined> | undefined
  const read = (figure: keyof JobStanding) => async (): Promise<number> => {
    // All three are asked for at once: one look answers them.
    reading ??= readJobStanding(em.fork(), clock.now())
      .catch(() => undefined)
      .finally(() => {
        reading = undefined
      })
    return (await reading)?.[figure] ?? Number.NaN
  }
  metrics.gauge('onepool_jobs_waiting', 'Durable jobs that are due and not begun.', read('waiting'))
  metrics.gauge('onepool_jobs_failed', 'Durable jobs that were given up in the last month.', read('failed'))
  metrics.gauge('onepool_jobs_oldest_seconds', 'How long the job that waits longest has been due.', read('oldestSeconds'))
}
