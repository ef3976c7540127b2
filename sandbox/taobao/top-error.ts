/** The gateway's or a service's refusal in the platform's own words. Source: open.taobao.com, document 102707. */
export class TopError extends Error {
  override readonly name = 'TopError'
  readonly code: number
  readonly subCode: string | null
  readonly subMsg: string | null

  constructor(code: number, msg: string, sub: { readonly code: string; readonly msg: string } | null = null) {
    super(msg)
    this.code = code
    this.subCode = sub?.code ?? null
    this.subMsg = sub?.msg ?? null
  }
}

export function missing(name: string): TopError {
  return new TopError(40, `Missing Required Arguments:${name}`)
}

export function invalid(name: string): TopError {
  return new TopError(41, `Invalid Arguments:${name}`)
}

/** A service behind the gateway says no. The code is a switch: older pages say 15, newer ones 50. */
export function business(code: number, subCode: string, subMsg: string): TopError {
  return new TopError(code, 'Remote service error', { code: subCode, msg: subMsg })
}

export function errorBody(error: TopError, requestId: string): object {
  const sub = error.subCode === null ? {} : { sub_code: error.subCode, sub_msg: error.subMsg ?? '' }
  return { error_response: { code: error.code, msg: error.message, ...sub, request_id: requestId } }
}
