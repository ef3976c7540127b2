import { toSkuId, type SkuId } from '../../domain/ids.ts'

/** What every line of a journal says. */
export interface JournalEntry {
  readonly id: string
  readonly skuId: SkuId
  readonly units: number
  readonly reason: string
  readonly document: string
  readonly actor: string
  readonly happenedAtMs: number
  readonly recordedAtMs: number
}

/** The columns of it, as PostgreSQL gives them. */
export interface JournalRow {
  readonly id: string
  readonly sku_id: string
  readonly units: string
  readonly reason: string
  readonly document: string
  readonly actor: string
  readonly happened_at_ms: number
  readonly recorded_at_ms: number
}

export function toJournalEntry(row: JournalRow): JournalEntry {
  return {
    id: row.id,
    skuId: toSkuId(row.sku_id),
    units: Number(row.units),
    reason: row.reason,
    document: row.document,
    actor: row.actor,
    happenedAtMs: row.happened_at_ms,
    recordedAtMs: row.recorded_at_ms,
  }
}
