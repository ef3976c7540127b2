import type { ListingRef } from '../../src/channels/listing.ts'
import type { StockAnswer, StockChange, StockTry } from '../../src/channels/stock.ts'
import { notSent, toFailedWrite, type CallOutcome, type FailedWrite } from '../shared/call-outcome.ts'
import { stockReason } from './business-codes.ts'
import { toCalls, type PlainCall, type StockCall } from './stock-calls.ts'
import type { TopClient } from './top-client.ts'
import { ChangedItem, TmallChanged } from './wire-item.ts'

interface Sending {
  readonly signedAt: Date
  readonly signal: AbortSignal
}

/** Sends each change once, signed with the try's own time. After a refusal by the gateway the calls that are left are not sent. */
export async function changeStock(
  client: TopClient,
  attempt: StockTry,
  { plain, signal }: { readonly plain: PlainCall; readonly signal: AbortSignal },
): Promise<readonly StockAnswer[]> {
  signal.throwIfAborted()
  const answers = new Map<StockChange, StockAnswer>()
  let stopped: Omit<Extract<StockAnswer, { kind: 'refused by gateway' }>, 'listing'> | null = null
  for (const call of toCalls(attempt.changes, plain)) {
    const outcome: CallOutcome | null = stopped ? null : await send(client, call, { signedAt: attempt.signedAt, signal })
    if (outcome === null) stopped ??= notSent
    for (const change of call.changes) {
      const answer: StockAnswer =
        outcome === null ? { ...(stopped ?? notSent), listing: change.listing } : toAnswer(change, outcome, call)
      if (answer.kind === 'refused by gateway') stopped ??= answer
      answers.set(change, answer)
    }
  }
  return attempt.changes.flatMap((change) => answers.get(change) ?? [])
}

/** Null when nothing was sent because the caller aborted while it waited for its turn. */
async function send(client: TopClient, call: StockCall, { signedAt, signal }: Sending): Promise<CallOutcome | null> {
  if (signal.aborted) return null
  return client.call(call.method, call.parameters, { signal, signedAt }).catch((error: unknown) => {
    if (signal.aborted) return null
    throw error
  })
}

function toAnswer(change: StockChange, outcome: CallOutcome, { method, changes }: StockCall): StockAnswer {
  const { listing } = change
  if (outcome.kind === 'answered') return acknowledged(listing, { method, data: outcome.data })
  const failed = toFailedWrite(outcome)
  if (failed.kind !== 'refused by service') return { ...failed, listing }
  // Nowhere is it documented whether a call of several rows that fails has changed some of them.
  if (changes.length > 1) return { kind: 'unknown', listing, code: failed.refusal.code, message: failed.refusal.message }
  return refused(change, failed)
}

function refused({ listing, call }: StockChange, { refusal }: Extract<FailedWrite, { kind: 'refused by service' }>): StockAnswer {
  const { code, message } = refusal
  const reason = stockReason(code, message)
  const repeated = reason === 'key used before' && call === 'keyed delta'
  return repeated
    ? { kind: 'acknowledged', listing, resultingUnits: null, repeated: true }
    : { kind: 'refused by business', listing, reason, code, message }
}

/** An answer that does not have the shape of a success says nothing certain. */
function acknowledged(listing: ListingRef, { method, data }: { readonly method: string; readonly data: unknown }): StockAnswer {
  const unread: StockAnswer = { kind: 'unknown', listing, code: null, message: 'the answer does not say what was done' }
  if (method.startsWith('tmall.')) {
    return TmallChanged.safeParse(data).success
      ? { kind: 'acknowledged', listing, resultingUnits: null, repeated: false }
      : unread
  }
  const changed = ChangedItem.safeParse(data)
  if (!changed.success) return unread
  const { item } = changed.data
  const sku = [...item.skus, ...item.sku].find(({ sku_id: id }) => id === listing.skuId)
  const resultingUnits = (listing.skuId === null ? item.num : sku?.quantity) ?? null
  return { kind: 'acknowledged', listing, resultingUnits, repeated: false }
}
