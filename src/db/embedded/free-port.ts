import { createServer } from 'node:net'
import { isCode } from './server-folder.ts'

/** The wanted port if nobody listens there, else one the system picks. */
export async function freePort(wanted: number | undefined): Promise<number> {
  const got = wanted === undefined ? undefined : await tryPort(wanted)
  const port = got ?? (await tryPort(0))
  if (port === undefined) throw new Error('no free port on 127.0.0.1')
  return port
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => {
      if (isCode(error, 'EADDRINUSE') || isCode(error, 'EACCES')) resolve(undefined)
      else reject(error)
    })
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined))
    })
  })
}
