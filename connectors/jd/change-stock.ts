import type { StockAnswer, StockChange, StockTry } from '../../src/channels/stock.ts'
import { notSent, toFailedWrite, type CallOutcome } from '../shared/call-outcome.ts'
import type { JdClient } from './jd-client.ts'
import { toCalls, type StockCall, type StockCallKind } from './stock-calls.ts'
import type { InnerResult } from './wire-inner.ts'
import { StockIncreased, StockSet } from './wire-stock.ts'

type GatewayRefusal = Omit<Extract<StockAnswer, { kind: 'refused by gateway' }>, 'listing'>

/** Sends each call once, signed with the try's own time. After a refusal by the gateway the calls that are left are not sent. */
export async function changeStock(
  client: JdClient,
  attempt: StockTry,
  { kind, signal }: { readonly kind: StockCallKind; readonly signal: AbortSignal },
): Promise<readonly StockAnswer[]> {
  signal.throwIfAborted()
  const answers = new Map<StockChange, StockAnswer>()
  let stopped: GatewayRefusal | null = null
  for (const call of toCalls(attempt.changes, kind)) {
    const outcome: CallOutcome | null = stopped ? null : await send(client, call, { signedAt: attempt.signedAt, signal })
    for (const change of call.changes) {
      const answer: StockAnswer = outcome
        ? toAnswer(client, change, { outcome, call })
        : { ...(stopped ?? notSent), listing: change.listing }
      if (answer.kind === 'refused by gateway') stopped ??= answer
      answers.set(change, answer)
    }
  }
  return attempt.changes.flatMap((change) => answers.get(change) ?? [])
}

/** Null when nothing was sent because the caller aborted while it waited for its turn. */
async function send(
  client: JdClient,
  call: StockCall,
  { signedAt, signal }: { readonly signedAt: Date; readonly signal: AbortSignal },
): Promise<CallOutcome | null> {
  if (signal.aborted) return null
  return client.gateway.call(call.method, call.parameters, { signal, signedAt }).catch((error: unknown) => {
    if (signal.aborted) return null
    throw error
  })
}

interface Called {
  readonly outcome: CallOutcome
  readonly call: StockCall
}

function toAnswer(client: JdClient, change: StockChange, { outcome, call }: Called): StockAnswer {
  const { listing } = change
  if (outcome.kind !== 'answered') {
    const failed = toFailedWrite(outcome)
    if (failed.kind !== 'refused by service') return { ...failed, listing }
    const { code, message } = failed.refusal
    return refused(change, { success: false, code, message }, call)
  }
  const said = call.method === 'jingdong.ware.stock.sku.set' ? setResult(change, outcome.data) : increaseResult(outcome.data)
  if (said === 'unclear') return { kind: 'unknown', listing, code: null, message: 'the answer does not say what was done' }
  if (said.success) return { kind: 'acknowledged', listing, resultingUnits: null, repeated: false }
  return refused(change, { ...said, message: client.gateway.redact(said.message) }, said.ofRow ? null : call)
}

/** Nowhere is it documented whether a call of several rows that fails as a whole has changed some of them. */
function refused({ listing }: StockChange, { code, message }: InnerResult, whole: StockCall | null): StockAnswer {
  if (whole && whole.changes.length > 1) return { kind: 'unknown', listing, code, message }
  return { kind: 'refused by business', listing, reason: 'other', code, message }
}

type Said = (InnerResult & { readonly ofRow: boolean }) | 'unclear'

/** A row the answer leaves out may have been applied or not, whatever the answer says of the call. */
function setResult({ listing }: StockChange, data: unknown): Said {
  const parsed = StockSet.safeParse(data)
  if (!parsed.success) return 'unclear'
  const { returnType } = parsed.data
  const row = returnType.obj?.updateStockResult.find(
    ({ data: skuId, storeId }) => skuId === listing.skuId && storeId === listing.warehouseId,
  )
  if (row) return { success: row.success, code: '0/row', message: row.message ?? 'no reason given', ofRow: true }
  return returnType.success ? 'unclear' : { ...returnType, code: `0/${returnType.code}`, ofRow: false }
}

/** Of the newer shape only "no code" and "0", which is the platform's success everywhere, are believed. */
function increaseResult(data: unknown): Said {
  const parsed = StockIncreased.safeParse(data)
  if (!parsed.success) return 'unclear'
  if ('success' in parsed.data) {
    const { success, message } = parsed.data
    return {
      success: success === true || success === 'true',
      code: '0/false',
      message: message ?? 'no reason given',
      ofRow: false,
    }
  }
  const { detailCode, detailMsg } = parsed.data.result
  if (detailCode !== null && detailCode !== '0') return 'unclear'
  return { success: true, code: '0', message: detailMsg ?? '', ofRow: false }
}
