import type { StockAnswer, StockChange, StockMove, StockTry } from '../../src/channels/stock.ts'
import { notSent, toFailedWrite, type CallOutcome } from '../shared/call-outcome.ts'
import { stockReason } from './business-words.ts'
import type { BusinessParameters, PopClient } from './pop-client.ts'
import { Succeeded } from './wire-goods.ts'

/**
 * One SKU a call, each sent once and signed with the try's own time. The call has no key: nothing is ever repeated here. After a
 * refusal by the gateway the changes that are left are not sent.
 */
export async function changeStock(client: PopClient, attempt: StockTry, signal: AbortSignal): Promise<readonly StockAnswer[]> {
  signal.throwIfAborted()
  const answers: StockAnswer[] = []
  for (const change of attempt.changes) {
    const stopped = answers.find(isRefusedByGateway)
    answers.push(
      stopped ? { ...stopped, listing: change.listing } : await send(client, change, { signedAt: attempt.signedAt, signal }),
    )
  }
  return answers
}

type Refused = Extract<StockAnswer, { kind: 'refused by gateway' }>

function isRefusedByGateway(answer: StockAnswer): answer is Refused {
  return answer.kind === 'refused by gateway'
}

async function send(
  client: PopClient,
  change: StockChange,
  when: { readonly signedAt: Date; readonly signal: AbortSignal },
): Promise<StockAnswer> {
  const { listing } = change
  try {
    if (when.signal.aborted) return { ...notSent, listing }
    return toAnswer(change, await client.call('pdd.goods.quantity.update', parametersOf(change), when))
  } catch (error) {
    // The client throws only while a call waits for its turn.
    if (when.signal.aborted) return { ...notSent, listing }
    throw error
  }
}

/** Type 2 adds, and refuses to go below zero; type 1 sets. `force_update` lets the set to 0 pass below what orders hold. */
function parametersOf({ listing, move }: StockChange): BusinessParameters {
  const row = { goods_id: listing.itemId, sku_id: listing.skuId ?? undefined }
  return move.kind === 'stop'
    ? { ...row, quantity: 0, update_type: 1, force_update: true }
    : { ...row, quantity: deltaOf(move), update_type: 2 }
}

function deltaOf(move: Exclude<StockMove, { kind: 'stop' }>): number {
  return move.kind === 'raise' ? move.units : -move.units
}

function toAnswer({ listing }: StockChange, outcome: CallOutcome): StockAnswer {
  if (outcome.kind === 'answered') {
    const answer = Succeeded.safeParse(outcome.data)
    if (!answer.success) return { kind: 'unknown', listing, code: null, message: 'the answer does not say what was done' }
    return answer.data.is_success
      ? { kind: 'acknowledged', listing, resultingUnits: null, repeated: false }
      : { kind: 'refused by business', listing, reason: 'other', code: null, message: 'is_success is false' }
  }
  const failed = toFailedWrite(outcome)
  if (failed.kind !== 'refused by service') return { ...failed, listing }
  const { code, message } = failed.refusal
  return { kind: 'refused by business', listing, reason: stockReason(message), code, message }
}
