import { freeUnits } from '../../domain/balance.ts'
import { giveBack, takeByCommand } from '../../domain/flows.ts'
import { balanceKey, type PoolId, type SkuId } from '../../domain/ids.ts'
import { checkText, checkUnits, firstRefusal } from '../check-args.ts'
import type { Book } from '../engine/book.ts'
import type { Names } from '../engine/names.ts'
import type { Operation, Scene } from '../engine/operation.ts'
import { findSku } from '../goods-lines.ts'
import { refused, type Refused } from '../refusal.ts'

export interface SetSafetyStock {
  /** Null: the merchant's first pool. */
  readonly pool: string | null
  readonly sku: string
  readonly wanted: number
}

export interface SafetySet {
  readonly kind: 'safetySet'
  readonly wanted: number
  /** Set aside so far: less than wanted while the pool is short; what comes back fills it. */
  readonly kept: number
}

export const setSafetyStock: Operation<SetSafetyStock, SafetySet> = {
  name: 'set_safety',
  check: (args) => firstRefusal(checkText(args.pool, 'pool'), checkText(args.sku, 'sku'), checkUnits(args.wanted, 'wanted', 0)),
  mentions: ({ pool, sku }) => ({ pools: pool === null ? [] : [pool], skus: [sku] }),

  touches(args, names) {
    const at = find(args, names)
    return 'kind' in at ? { balances: [] } : { balances: [at], creates: true }
  },

  decide(book, args, scene) {
    const at = find(args, scene.names)
    if ('kind' in at) return at
    lowerTo(book, { at, wanted: args.wanted, scene })
    book.balances.set(balanceKey(at.poolId, at.skuId), { ...book.balance(at.poolId, at.skuId), safetyWanted: args.wanted })
    const balance = book.balance(at.poolId, at.skuId)
    const more = Math.min(freeUnits(balance), args.wanted - balance.safetyKept)
    const postings = more > 0 ? takeByCommand(balance, more, 'safety') : []
    if (postings !== 'short') book.post(at, postings, why(scene))
    return { kind: 'safetySet', wanted: args.wanted, kept: book.balance(at.poolId, at.skuId).safetyKept }
  },
}

type At = { readonly poolId: PoolId; readonly skuId: SkuId }

function find({ pool, sku }: SetSafetyStock, names: Names): At | Refused {
  const found = names.pool(pool)
  if (!found) return refused('UNKNOWN_POOL', `no pool ${pool ?? ''}`, { field: 'pool' })
  const goods = findSku(sku, names)
  return 'kind' in goods ? goods : { poolId: found.id, skuId: goods.id }
}

/** Gives back what is kept above the new rule; the rule is lowered with it, so that it does not go straight back. */
function lowerTo(book: Book, { at, wanted, scene }: { at: At; wanted: number; scene: Scene }): void {
  const balance = book.balance(at.poolId, at.skuId)
  const surplus = balance.safetyKept - wanted
  if (surplus <= 0) return
  const postings = giveBack({ ...balance, safetyWanted: balance.safetyKept }, surplus, 'safety')
  book.post(at, postings, why(scene))
}

function why({ key, nowMs, actor }: Scene) {
  return { reason: 'safety', document: `safety:${key}`, happenedAtMs: nowMs, actor }
}
