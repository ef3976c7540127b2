/** The router's refusal in the platform's own words. Source: open.jd.com, list of platform error codes. */
const words = {
  1: ['服务不可用', 'Service Currently Unavailable'],
  2: ['调用次数限制', 'App Call Limited'],
  4: ['缺少版本参数', 'Missing Version'],
  5: ['无效的版本参数', 'Invalid Version'],
  7: ['缺少时间戳参数', 'Missing Timestamp'],
  8: ['无效的时间戳参数', 'Invalid Timestamp'],
  11: ['缺少签名参数', 'Missing Signature'],
  12: ['无效签名', 'Invalid Signature'],
  13: ['无效数据格式', 'Invalid Format'],
  14: ['缺少方法名参数', 'Missing Method'],
  15: ['不存在的方法名', 'Invalid Method'],
  18: ['缺少access_token参数', 'Missing Access Token'],
  19: ['无效access_token', 'Invalid Access Token'],
  20: ['缺少app_key参数', 'Missing App Key'],
  21: ['无效app_key', 'Invalid App Key'],
  24: ['没有权限调用此API', 'Insufficient Permissions'],
  60: ['参数不合法', 'Invalid Parameter'],
  61: ['参数不合法', 'Invalid Parameter'],
  62: ['参数json格式错误', 'Invalid Json'],
  66: ['后端服务不可用', 'Backend Unavailable'],
  68: ['optional_fields校验失败', 'Invalid Optional Fields'],
  71: ['此编号属于其他商家', 'Belongs To Another Seller'],
  73: ['增值API只能在云鼎内调用', 'Only From The Cloud'],
} as const

export type JdCode = keyof typeof words

export class JdError extends Error {
  override readonly name = 'JdError'
  readonly code: JdCode

  constructor(code: JdCode, detail = '') {
    super(`${words[code][0]}${detail === '' ? '' : `:${detail}`}`)
    this.code = code
  }

  /** Codes are text on the wire, and the order of the keys varies. */
  get body(): object {
    return { error_response: { code: String(this.code), zh_desc: this.message, en_desc: words[this.code][1] } }
  }
}

/** What an inner result says when the service behind an outer "0" refuses. */
export function innerFailure(text: string): object {
  return { success: false, numberCode: 10100, chineseErrCode: text, englishErrCode: 'failed' }
}

export const innerSuccess = { success: true, numberCode: 0, chineseErrCode: '', englishErrCode: '' }
