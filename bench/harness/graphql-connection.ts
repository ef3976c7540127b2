import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/**
 * One kept-alive connection that asks one GraphQL request at a time. It knows just enough of HTTP to cost little beside
 * the server it measures, which shares the machine with it.
 */
export class GraphqlConnection {
  readonly #socket: Socket
  readonly #head: string
  #received: Buffer[] = []
  #waiting: { readonly resolve: (body: string) => void; readonly reject: (error: Error) => void } | undefined

  private constructor(socket: Socket, head: string) {
    this.#socket = socket
    this.#head = head
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('error', (error) => this.#waiting?.reject(error))
    socket.on('close', () => this.#waiting?.reject(new Error('the server closed the connection')))
  }

  static async open(url: string, key?: string): Promise<GraphqlConnection> {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    const authorization = key === undefined ? '' : `Authorization: Bearer ${key}\r\n`
    return new GraphqlConnection(
      socket,
      `POST /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\n${authorization}Content-Type: application/json\r\n`,
    )
  }

  /** The body of the answer. @throws when its status is not 200, or when GraphQL answers errors. */
  async ask(request: { readonly query: string; readonly variables?: unknown }): Promise<string> {
    const body = JSON.stringify(request)
    const answer = await new Promise<string>((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(`${this.#head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    })
    if (answer.includes('"errors":[')) throw new Error(`the server answered errors: ${answer.slice(0, 500)}`)
    return answer
  }

  close(): void {
    this.#waiting = undefined
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk)
    const all = this.#received.length === 1 ? chunk : Buffer.concat(this.#received)
    this.#received = [all]
    const headEnd = all.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const head = all.toString('latin1', 0, headEnd)
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
    const end = headEnd + 4 + length
    if (all.length < end) return
    this.#received = []
    const waiting = this.#waiting
    this.#waiting = undefined
    const body = all.toString('utf8', headEnd + 4, end)
    if (head.startsWith('HTTP/1.1 200')) waiting?.resolve(body)
    else waiting?.reject(new Error(`${head.split('\r\n')[0] ?? ''}: ${body.slice(0, 500)}`))
  }
}
