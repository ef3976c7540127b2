/** One HTTP request as it reached a sandbox, whether over a socket or from the same process. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly remoteAddress: string
}

/** What the sandbox does with it: `reset` cuts the connection, `silence` never answers, `endless` never stops. */
export type WireAnswer =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string | Buffer
    }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'endless'; readonly chunk: string }

export type Handler = (request: WireRequest) => Promise<WireAnswer>

/** `raw`: its body may hold numbers as `rawNumbers` knows them. */
export function jsonAnswer(
  body: unknown,
  { raw = false }: { readonly raw?: boolean } = {},
): Extract<WireAnswer, { kind: 'answer' }> {
  const json = JSON.stringify(body)
  const headers = { 'content-type': 'application/json;charset=UTF-8' }
  return { kind: 'answer', status: 200, headers, body: raw ? rawNumbers(json) : json }
}

/** JSON text that may hold integers beyond 2^53: strings made of `#` and digits come out as bare numbers. */
export function rawNumbers(json: string): string {
  return json.includes('"#') ? json.replace(/"#(-?\d+)"/g, '$1') : json
}

const alreadyRead = new WeakMap<WireRequest, ReadonlyMap<string, string>>()

/** Parameters of the query and of a form or multipart body, later ones winning. */
export function readParameters(request: WireRequest): ReadonlyMap<string, string> {
  const known = alreadyRead.get(request)
  if (known) return known
  const parameters = readAnew(request)
  alreadyRead.set(request, parameters)
  return parameters
}

function readAnew(request: WireRequest): ReadonlyMap<string, string> {
  const parameters = new Map(new URLSearchParams(request.query))
  const type = request.headers['content-type'] ?? ''
  if (type.includes('json')) return parameters
  const text = request.body.toString('utf8')
  if (type.includes('multipart/form-data')) for (const [name, value] of readMultipart(type, text)) parameters.set(name, value)
  else for (const [name, value] of new URLSearchParams(text.trim())) parameters.set(name, value)
  return parameters
}

function readMultipart(type: string, text: string): [string, string][] {
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1]
  if (!boundary) return []
  return text.split(`--${boundary}`).flatMap((part): [string, string][] => {
    const name = /name="([^"]*)"/.exec(part)?.[1]
    const start = part.indexOf('\r\n\r\n')
    if (name === undefined || start < 0 || /filename=/.test(part)) return []
    return [[name, part.slice(start + 4).replace(/\r\n$/, '')]]
  })
}
