import { takeServer, type ServerPlace, type TakenServer } from './take-server.ts'

/** A server that dies again and again needs a person, not another start. */
const RESTARTS_MAX = 10

/** Takes the server again whenever the lease ends. Returns how to stop watching. */
export function watchServer(options: {
  readonly place: ServerPlace
  readonly taken: TakenServer
  readonly onLost: (error: unknown) => void
}): () => Promise<void> {
  const { place, onLost } = options
  const stopped = new AbortController()
  let retaking: Promise<void> = Promise.resolve()
  let restarts = 0

  function watch(taken: TakenServer): void {
    taken.lease.once('end', () => {
      if (!stopped.signal.aborted) retaking = retake(taken.port).catch(report)
    })
  }
  async function retake(port: number): Promise<void> {
    place.log.error({ restarts }, 'the connection to PostgreSQL ended: looking after the server')
    restarts += 1
    if (restarts > RESTARTS_MAX) throw new Error(`PostgreSQL went away ${restarts} times: ${place.folder.logFile} says why`)
    const taken = await takeServer({ ...place, port }, stopped.signal)
    if (taken.port !== port) throw new Error(`PostgreSQL had to move from port ${port} to ${taken.port}: start again`)
    watch(taken)
  }
  function report(error: unknown): void {
    if (!stopped.signal.aborted) onLost(error)
  }

  watch(options.taken)
  return () => {
    stopped.abort()
    return retaking
  }
}
