/** The gateway's or a service's refusal in the platform's own words. Source: open.pinduoduo.com, error page. */
export class PopError extends Error {
  override readonly name = 'PopError'
  readonly code: number
  readonly subCode: string | null
  readonly subMsg: string

  constructor(code: number, msg: string, sub: { readonly code: string | null; readonly msg: string } = { code: null, msg }) {
    super(msg)
    this.code = code
    this.subCode = sub.code
    this.subMsg = sub.msg
  }
}

export function badPublic(name: string): PopError {
  return new PopError(10_001, `公共参数错误:${name}`)
}

export function missing(name: string): PopError {
  return new PopError(21_002, `业务参数为空:${name}`)
}

export function invalid(name: string): PopError {
  return new PopError(21_001, `业务参数错误:${name}`)
}

export function errorBody(error: PopError, requestId: string): object {
  return {
    error_response: {
      error_msg: error.message,
      sub_msg: error.subMsg,
      sub_code: error.subCode,
      error_code: error.code,
      request_id: requestId,
    },
  }
}
