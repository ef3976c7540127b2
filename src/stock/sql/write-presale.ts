import { sql } from 'kysely'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { PresaleClaim, PresaleState } from '../../domain/presale.ts'
import type { PresaleEntry } from '../engine/journal.ts'
import { bigint, instants, integer, rowsOf, text, uuid } from './rows.ts'

export interface PresaleToWrite {
  readonly states: readonly PresaleState[]
  readonly claims: readonly PresaleClaim[]
  readonly entries: readonly PresaleEntry[]
}

/** Stores what changed of presale; its balances are locked, so nobody else writes these rows. */
export async function writePresale(em: Em, { states, claims, entries }: PresaleToWrite, nowMs: number): Promise<void> {
  const db = merchantDb(em)
  if (states.length > 0) {
    await sql`
      insert into ${sql.table('presale_balance')} (pool_id, sku_id, ordered, left_units, served, uncovered, unnamed)
      ${rowsOf({
        pool_id: bigint(states.map(({ poolId }) => poolId)),
        sku_id: bigint(states.map(({ skuId }) => skuId)),
        ordered: bigint(states.map(({ totals }) => totals.ordered)),
        left_units: bigint(states.map(({ totals }) => totals.left)),
        served: bigint(states.map(({ totals }) => totals.served)),
        uncovered: bigint(states.map(({ totals }) => totals.uncovered)),
        unnamed: bigint(states.map(({ unnamed }) => unnamed)),
      })}
          on conflict (pool_id, sku_id) do update
         set ordered = excluded.ordered, left_units = excluded.left_units, served = excluded.served, uncovered = excluded.uncovered,
             unnamed = excluded.unnamed`.execute(db)
  }
  await writeReceipts(em, states, nowMs)
  await writePresaleQuotas(em, states)
  if (claims.length > 0) await writeClaims(em, claims)
  if (entries.length > 0) await writeEntries(em, entries, nowMs)
}

async function writeReceipts(em: Em, states: readonly PresaleState[], nowMs: number): Promise<void> {
  const all = states.flatMap(({ receipts }) => receipts)
  if (all.length === 0) return
  await sql`
    insert into ${sql.table('expected_receipt')}
      (id, pool_id, sku_id, reference, due_on, expected, named, arrived, released, state, presale_orders, presale_quota, over_promised, created_at)
    select v.id, v.pool_id, v.sku_id, v.reference, v.due_on::date, v.expected, v.named, v.arrived, v.released, v.state, v.presale_orders,
           v.presale_quota, v.over_promised, v.created_at
      from (${rowsOf({
        id: uuid(all.map(({ id }) => id)),
        pool_id: bigint(all.map(({ poolId }) => poolId)),
        sku_id: bigint(all.map(({ skuId }) => skuId)),
        reference: text(all.map(({ reference }) => reference)),
        due_on: text(all.map(({ dueOn }) => dueOn)),
        expected: bigint(all.map(({ expected }) => expected)),
        named: bigint(all.map(({ named }) => named)),
        arrived: bigint(all.map(({ arrived }) => arrived)),
        released: bigint(all.map(({ released }) => released)),
        state: text(all.map(({ state }) => state)),
        presale_orders: bigint(all.map(({ presaleOrders }) => presaleOrders)),
        presale_quota: bigint(all.map(({ presaleQuota }) => presaleQuota)),
        over_promised: bigint(all.map(({ overPromised }) => overPromised)),
        created_at: instants(all.map(() => nowMs)),
      })}) v
        on conflict (id) do update
       set due_on = excluded.due_on, expected = excluded.expected, named = excluded.named, arrived = excluded.arrived, released = excluded.released,
           state = excluded.state, presale_orders = excluded.presale_orders, presale_quota = excluded.presale_quota,
           over_promised = excluded.over_promised`.execute(merchantDb(em))
}

async function writePresaleQuotas(em: Em, states: readonly PresaleState[]): Promise<void> {
  const all = states.flatMap(({ poolId, skuId, quotas }) => quotas.map((quota) => ({ ...quota, poolId, skuId })))
  if (all.length === 0) return
  await sql`
    insert into ${sql.table('presale_quota')} (listing_id, pool_id, sku_id, granted, sold, to_lower)
    ${rowsOf({
      listing_id: bigint(all.map(({ listingId }) => listingId)),
      pool_id: bigint(all.map(({ poolId }) => poolId)),
      sku_id: bigint(all.map(({ skuId }) => skuId)),
      granted: bigint(all.map(({ granted }) => granted)),
      sold: bigint(all.map(({ sold }) => sold)),
      to_lower: bigint(all.map(({ toLower }) => toLower)),
    })}
        on conflict (listing_id, pool_id, sku_id) do update
       set granted = excluded.granted, sold = excluded.sold, to_lower = excluded.to_lower`.execute(merchantDb(em))
}

async function writeClaims(em: Em, claims: readonly PresaleClaim[]): Promise<void> {
  await sql`
    insert into ${sql.table('presale_claim')}
      (channel_id, order_id, line, sku_id, pool_id, listing_id, recipe_version_id, reference, sets, units, served, has_left, promised_at, ordered_at)
    select v.channel_id, v.order_id, v.line, v.sku_id, v.pool_id, v.listing_id, v.recipe_version_id, v.reference, v.sets, v.units,
           v.served, v.has_left::boolean, v.promised_at, v.ordered_at
      from (${rowsOf({
        order_id: text(claims.map(({ orderId }) => orderId)),
        channel_id: bigint(claims.map(({ channelId }) => channelId)),
        line: integer(claims.map(({ line }) => line)),
        sku_id: bigint(claims.map(({ skuId }) => skuId)),
        pool_id: bigint(claims.map(({ poolId }) => poolId)),
        listing_id: bigint(claims.map(({ listingId }) => listingId)),
        recipe_version_id: bigint(claims.map(({ recipeVersionId }) => recipeVersionId)),
        reference: text(claims.map(({ reference }) => reference)),
        sets: integer(claims.map(({ sets }) => sets)),
        units: bigint(claims.map(({ units }) => units)),
        served: bigint(claims.map(({ served }) => served)),
        has_left: text(claims.map(({ hasLeft }) => String(hasLeft))),
        promised_at: instants(claims.map(({ promisedAtMs }) => promisedAtMs)),
        ordered_at: instants(claims.map(({ orderedAtMs }) => orderedAtMs)),
      })}) v
        on conflict (channel_id, order_id, line, sku_id) do update
       set pool_id = excluded.pool_id, listing_id = excluded.listing_id, recipe_version_id = excluded.recipe_version_id,
           sets = excluded.sets, units = excluded.units, served = excluded.served, has_left = excluded.has_left,
           promised_at = excluded.promised_at, ordered_at = excluded.ordered_at`.execute(merchantDb(em))
}

async function writeEntries(em: Em, entries: readonly PresaleEntry[], nowMs: number): Promise<void> {
  await sql`
    insert into ${sql.table('presale_entry')}
      (pool_id, sku_id, kind, units, receipt_id, channel_id, order_id, line, listing_id, note, document, actor, recorded_at)
    ${rowsOf({
      pool_id: bigint(entries.map(({ poolId }) => poolId)),
      sku_id: bigint(entries.map(({ skuId }) => skuId)),
      kind: text(entries.map(({ kind }) => kind)),
      units: bigint(entries.map(({ units }) => units)),
      receipt_id: uuid(entries.map(({ receiptId }) => receiptId ?? null)),
      channel_id: bigint(entries.map(({ channelId }) => channelId ?? null)),
      order_id: text(entries.map(({ orderId }) => orderId ?? null)),
      line: integer(entries.map(({ line }) => line ?? null)),
      listing_id: bigint(entries.map(({ listingId }) => listingId ?? null)),
      note: text(entries.map(({ note }) => note ?? '')),
      document: text(entries.map(({ document }) => document)),
      actor: text(entries.map(({ actor }) => actor)),
      recorded_at: instants(entries.map(() => nowMs)),
    })}`.execute(merchantDb(em))
}
