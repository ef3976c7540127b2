import type { HoldId } from './ids.ts'

export const manualOrderKinds = ['order', 'gift', 're-send', 'exchange'] as const
/** `re-send`, `exchange`: goods that go out once more for an order of a shop; what comes back comes by a document (R9). */
export type ManualOrderKind = (typeof manualOrderKinds)[number]

/** An order that a person tells. Its units are those of its hold. */
export interface ManualOrder {
  /** The merchant's own number of it. */
  readonly reference: string
  readonly kind: ManualOrderKind
  readonly reason: string
  readonly channelId: string | null
  /** The order of the channel's shop it belongs to. */
  readonly forOrderId: string | null
  /** Numbers of the lines that are given away. */
  readonly gifts: readonly number[]
  readonly holdId: HoldId
  readonly actor: string
  readonly createdAtMs: number
}

/** The reference of its hold, by which documents and shipments name it too. */
export function manualReference(reference: string): string {
  return `manual:${reference}`
}
