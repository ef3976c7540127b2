import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { PresaleClaim } from '../domain/presale.ts'
import type { PresaleEntry } from '../stock/engine/journal.ts'
import { msOf } from '../stock/sql/instants.ts'
import { claimKey } from '../stock/presale/presale-key.ts'

export interface ListedEntry extends Required<Pick<PresaleEntry, 'kind' | 'units' | 'note' | 'document' | 'actor'>> {
  readonly recordedAtMs: number
}

type ClaimName = Pick<PresaleClaim, 'channelId' | 'orderId' | 'line' | 'skuId'>

/** What became of lines sold ahead, oldest first, by claim; all of them with one statement. */
export async function readPresaleHistory(
  em: Em,
  claims: readonly ClaimName[],
): Promise<ReadonlyMap<string, readonly ListedEntry[]>> {
  const { rows } = await sql<
    Omit<ListedEntry, 'recordedAtMs' | 'units'> & {
      readonly n: number
      readonly units: string
      readonly recorded_ms: number
    }
  >`
    select w.n::int as n, e.kind, e.units, e.note, e.document, e.actor, ${msOf('e.recorded_at')} as recorded_ms
      from unnest(${claims.map(({ channelId }) => channelId)}::bigint[], ${claims.map(({ orderId }) => orderId)}::text[],
                  ${claims.map(({ line }) => line)}::integer[], ${claims.map(({ skuId }) => skuId)}::bigint[])
           with ordinality as w (channel_id, order_id, line, sku_id, n)
      join ${sql.table('presale_entry')} e using (channel_id, order_id, line, sku_id)
     order by e.id`.execute(merchantDb(em))
  const byClaim = Map.groupBy(rows, ({ n }) => n)
  return new Map(
    claims.map((claim, n) => [
      claimKey(claim),
      (byClaim.get(n + 1) ?? []).map(({ kind, units, note, document, actor, recorded_ms: recordedAtMs }) => ({
        kind,
        units: Number(units),
        note,
        document,
        actor,
        recordedAtMs,
      })),
    ]),
  )
}
