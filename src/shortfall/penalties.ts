import { sql } from 'kysely'
import { findChannelsByCode } from '../catalogue/find-channels.ts'
import { platforms, type Platform } from '../channels/platform.ts'
import type { Penalty, Treatment } from '../domain/shortfall-plan.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { limits } from '../stock/limits.ts'
import { refused, type Refused } from '../stock/refusal.ts'

export interface ListedPenalty extends Penalty {
  readonly id: string
  /** As it came with the program: plain numbers for the merchant to edit. */
  readonly isDefault: boolean
}

interface Row {
  readonly id: string
  readonly treatment: Treatment
  readonly channel_id: string | null
  readonly platform: string | null
  readonly fixed_fen: string
  readonly per_unit_fen: string
  readonly per_day_fen: string
  readonly price_share: number
  readonly is_default: boolean
}

export async function readPenalties(em: Em): Promise<readonly ListedPenalty[]> {
  const { rows } = await sql<Row>`
    select id, treatment, channel_id, platform, fixed_fen, per_unit_fen, per_day_fen, price_share, is_default
      from ${sql.table('penalty')} order by treatment, id`.execute(merchantDb(em.fork()))
  return rows.map((row) => ({
    id: row.id,
    treatment: row.treatment,
    channelId: row.channel_id,
    platform: row.platform,
    fixedFen: Number(row.fixed_fen),
    perUnitFen: Number(row.per_unit_fen),
    perDayFen: Number(row.per_day_fen),
    priceShare: row.price_share,
    isDefault: row.is_default,
  }))
}

export interface SetPenalty {
  readonly treatment: Treatment
  /** The code of a channel; null with `platform` null: for all. */
  readonly channel: string | null
  readonly platform: Platform | null
  readonly fixedFen: number
  readonly perUnitFen: number
  readonly perDayFen: number
  readonly priceShare: number
}

export type PenaltiesSaved = { readonly kind: 'penaltiesSaved'; readonly penalties: readonly ListedPenalty[] }

/** Says what a treatment costs: for a channel, for a platform, or for all. */
export async function setPenalty(em: Em, wanted: SetPenalty): Promise<PenaltiesSaved | Refused> {
  const no = checkPenalty(wanted)
  if (no) return no
  const channelId = await channelOf(em, wanted.channel)
  if (typeof channelId === 'object' && channelId !== null) return channelId
  const { treatment, platform, fixedFen, perUnitFen, perDayFen, priceShare } = wanted
  await sql`
    insert into ${sql.table('penalty')}
      (treatment, channel_id, platform, fixed_fen, per_unit_fen, per_day_fen, price_share, is_default)
    values (${treatment}, ${channelId}::bigint, ${platform}::text, ${fixedFen}, ${perUnitFen}, ${perDayFen}, ${priceShare}, false)
        on conflict (treatment, coalesce(channel_id, 0), coalesce(platform, '')) do update
       set fixed_fen = excluded.fixed_fen, per_unit_fen = excluded.per_unit_fen, per_day_fen = excluded.per_day_fen,
           price_share = excluded.price_share, is_default = false`.execute(merchantDb(em.fork()))
  return { kind: 'penaltiesSaved', penalties: await readPenalties(em) }
}

/** Takes a row of a channel or a platform away; the one for all is edited, never taken away. */
export async function removePenalty(em: Em, id: string): Promise<PenaltiesSaved | Refused> {
  if (/^\d{1,18}$/.test(id)) {
    await sql`delete from ${sql.table('penalty')} where id = ${id}::bigint and (channel_id is not null or platform is not null)`.execute(
      merchantDb(em.fork()),
    )
  }
  return { kind: 'penaltiesSaved', penalties: await readPenalties(em) }
}

async function channelOf(em: Em, code: string | null): Promise<string | null | Refused> {
  if (code === null) return null
  const id = (await findChannelsByCode(em, [code])).get(code)?.id
  return id ?? refused('UNKNOWN_CHANNEL', `no channel ${code}`, { field: 'channel' })
}

function checkPenalty({ channel, platform, ...figures }: SetPenalty): Refused | undefined {
  if (channel !== null && platform !== null) {
    return refused('INVALID', 'name a channel or a platform, not both', { field: 'platform' })
  }
  if (platform !== null && !platforms.includes(platform))
    return refused('INVALID', `no platform ${platform}`, { field: 'platform' })
  for (const field of ['fixedFen', 'perUnitFen', 'perDayFen', 'priceShare'] as const) {
    const most = field === 'priceShare' ? 10_000 : limits.unitsPerLine
    if (Number.isInteger(figures[field]) && figures[field] >= 0 && figures[field] <= most) continue
    return refused('INVALID', `${field} must be a whole number from 0 to ${most}`, { field })
  }
  return undefined
}
