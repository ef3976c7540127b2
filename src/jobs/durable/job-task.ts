import type { Clock } from '../../clock.ts'
import type { Em } from '../../db/orm.ts'
import type { Log } from '../../log.ts'
import type { JobKind } from './job-kind.ts'

/** What every job is handed. */
export interface JobTools {
  /** Of the merchant whose job it is. */
  readonly em: Em
  readonly clock: Clock
  readonly log: Log
  /** Counted from 1, up to `attemptsMax`: the job is not tried again after that. */
  readonly attempt: number
  readonly attemptsMax: number
  /** What `book` makes sure of, for transactions that others begin. */
  readonly guard: (tx: Em) => Promise<void>
  /**
   * One transaction that books what the job did.
   * @throws RunnerLost, having booked nothing, when the job has meanwhile been given to another process.
   */
  readonly book: <Result>(work: (tx: Em) => Promise<Result>) => Promise<Result>
}

/** The work of one kind of job. Ended by the signal, or failing, it is done again after a pause. */
export type JobWork<Payload> = (tools: JobTools, payload: Payload, signal: AbortSignal) => Promise<void>

/** A kind with its work, its payload still to be read. */
export interface JobTask {
  readonly name: string
  run(tools: JobTools, payload: unknown, signal: AbortSignal): Promise<void>
}

export function jobTask<Payload>({ name, payload }: JobKind<Payload>, work: JobWork<Payload>): JobTask {
  return { name, run: async (tools, input, signal) => work(tools, payload.parse(input), signal) }
}
