/** The API cannot have the address it was told to listen on; the message says what to do. */
export class CannotListenError extends Error {
  override readonly name = 'CannotListenError'
  constructor({ host, port }: { readonly host: string; readonly port: number }, options: ErrorOptions) {
    super(`cannot listen on ${host}, port ${port}: stop what listens there, or set PORT (and HOST) to something else`, options)
  }
}

const MENDABLE = new Set(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'])

export function isListenFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && MENDABLE.has(String(error.code))
}
