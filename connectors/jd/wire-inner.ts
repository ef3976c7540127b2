import { z } from 'zod'
import { wireFlag, wireText } from '../shared/wire.ts'

/** What a service says of itself inside an answer whose outer code is "0". */
export interface InnerResult {
  readonly success: boolean
  readonly code: string
  readonly message: string
}

/** The dresses of that: order, shipping, stock, refund and warehouse services each name their fields differently. */
export const Inner = z
  .object({
    success: wireFlag,
    numberCode: wireText,
    errorCode: wireText,
    englishErrCode: wireText,
    chineseErrCode: wireText,
    errorMessage: wireText,
    errorMsg: wireText,
    message: wireText,
  })
  .transform((wire): InnerResult => ({
    success: wire.success,
    code: wire.numberCode ?? wire.errorCode ?? wire.englishErrCode ?? 'no code',
    message:
      wire.chineseErrCode ?? wire.errorMessage ?? wire.errorMsg ?? wire.message ?? wire.englishErrCode ?? 'no reason given',
  }))
