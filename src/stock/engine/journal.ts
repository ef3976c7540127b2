import type { DocumentContent } from '../documents/content.ts'
import type { Account } from '../../domain/balance.ts'
import type { PresaleClaim } from '../../domain/presale.ts'
import type { Condition, CountId, LocationId, PoolId, SkuId } from '../../domain/ids.ts'

/** Why units move: carried by every line of the ledger and of the goods' journal. */
export interface Why {
  readonly reason: string
  /** What the move is for: `hold:<id>/<line>`, `receipt:<key>`, `<source>:<document>/<line>`. */
  readonly document: string
  readonly happenedAtMs: number
}

export interface LedgerLine extends Why {
  readonly poolId: PoolId
  readonly skuId: SkuId
  readonly from: Account
  readonly to: Account
  readonly units: number
  readonly actor: string
}

/** A movement of goods at a location. A move that belongs to a count carries the count's id. */
export interface StockMove extends Why {
  readonly locationId: LocationId
  readonly skuId: SkuId
  readonly condition: Condition
  readonly units: number
  readonly countId: CountId | null
  readonly actor: string
}

export interface Alarm {
  readonly kind:
    | 'deficit'
    | 'named_short'
    | 'paid_hold_lost'
    | 'over_shipped'
    | 'unplaced_shipment'
    | 'oversold'
    | 'authorisation_ending'
    | 'authorisation_ended'
    | 'ambiguous_listing'
    | 'presale_over_promised'
    | 'presale_to_lower'
    | 'presale_late'
    | 'shipment_problem'
    | 'shipment_delayed'
    | 'ship_by_near'
    | 'shortfall'
    | 'order_aside'
    | 'oversold_by_platform'
    | 'orders_missed'
    | 'database_restored'
    | 'hand_edit'
    | 'hand_lowering'
    | 'second_writer'
    | 'moves_failing'
    | 'overcommit_sold'
    | 'overcommit_strict'
    | 'campaign_threshold'
    | 'campaign_topped_up'
    | 'campaign_taken_down'
    | 'campaign_gift_gone'
    | 'campaign_set_ended'
    | 'campaign_not_granted'
  readonly severity: 'warning' | 'critical'
  readonly subject: string
  readonly message: string
  readonly facts: Readonly<Record<string, string | number>>
}

/** A count as it is stored. `addedBack` are ordered units its figures left out although they are still on the shelf. */
export interface StockCount {
  readonly id: CountId
  readonly locationId: LocationId
  readonly skuId: SkuId
  readonly condition: Condition
  readonly countedUnits: number
  readonly addedBack: number
  readonly countedAtMs: number
  readonly document: string
  readonly voided: boolean
}

export interface TransferLine {
  readonly reference: string
  readonly skuId: SkuId
  readonly condition: Condition
  readonly dispatched: number
  readonly received: number
}

export interface Transfer {
  readonly reference: string
  readonly fromLocationId: LocationId | null
  readonly toLocationId: LocationId | null
  readonly closedAtMs: number | null
}

/** A line of a document from outside, as last told. */
export interface DocumentLine {
  readonly source: string
  readonly document: string
  readonly line: string
  readonly kind: string
  readonly contentHash: string
  readonly content: DocumentContent
  readonly revision: number
  readonly happenedAtMs: number
  /** It acknowledges an order nobody has told us of yet. */
  readonly waits: boolean
}

/** A change of the units at a place that were ordered and had not left, by instant. */
export interface OrderedUnits {
  readonly locationId: LocationId
  readonly skuId: SkuId
  unitsAt(atMs: number): number
}

export interface Acknowledgement {
  readonly holdId: string
  readonly line: number
  readonly skuId: SkuId
  readonly locationId: LocationId
  /** Null: taken back. */
  readonly acknowledgedAtMs: number | null
}

/** A change of what is sold before it has come in: of an order's line, of a receipt, or of what a listing may sell. */
export interface PresaleEntry extends Partial<Pick<PresaleClaim, 'channelId' | 'orderId' | 'line' | 'listingId'>> {
  readonly poolId: PoolId
  readonly skuId: SkuId
  readonly kind:
    'ordered' | 'returned' | 'held' | 'let_go' | 'expected' | 'due' | 'arrived' | 'closed' | 'cancelled' | 'granted' | 'to_lower'
  readonly units: number
  readonly receiptId?: string
  readonly note?: string
  readonly document: string
  readonly actor: string
}
