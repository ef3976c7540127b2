/** Where the order stream says an order was made. */
export const streamChannels = ['TAOBAO', 'JD', 'PDD'] as const
export type StreamChannel = (typeof streamChannels)[number]

interface Told {
  /** The line of the file. */
  readonly line: number
  readonly atMs: number
  readonly sku: string
}

/** A shopper wants one line of an order. */
export interface OrderLine extends Told {
  readonly kind: 'order'
  readonly orderNo: string
  readonly lineNo: string
  readonly channel: StreamChannel
  /** Null: a guest. */
  readonly customer: string | null
  readonly units: number
}

/** A line is taken back, wholly or in part. */
export interface Cancellation extends Told {
  readonly kind: 'cancel'
  readonly units: number
  /** The order line that is taken back; null: it is older than the stream, or not known. */
  readonly of: { readonly orderNo: string; readonly lineNo: string } | null
}

/** The warehouse corrects what it has: above zero units were found, below zero lost. */
export interface Correction extends Told {
  readonly kind: 'adjust'
  readonly change: number
  /** Its document and line. */
  readonly document: string
  readonly lineNo: string
  readonly reason: string
}

export type StreamEvent = OrderLine | Cancellation | Correction

/** Names an order line for as long as the stream lasts. */
export function lineKey({ orderNo, lineNo }: { readonly orderNo: string; readonly lineNo: string }): string {
  return `${orderNo}/${lineNo}`
}
