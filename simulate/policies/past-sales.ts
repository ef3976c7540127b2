import { sql } from 'kysely'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { SimMerchant } from '../merchant.ts'
import type { PolicyWorld } from './policy.ts'

const DAY_SECONDS = 86_400

/** What the shops have sold before, where they did: as the product remembers the sales of goods that are not new. */
export async function rememberSales(merchant: SimMerchant, { scenario: { past }, fronts, clock }: PolicyWorld): Promise<void> {
  if (!past) return
  const codes = fronts.map(({ code }) => code)
  await sql`
    update ${sql.table('listing_publishing')} p
       set demand_units = v.units, demand_seconds = ${past.days * DAY_SECONDS}, demand_at = ${clock.now()}::timestamptz
      from unnest(${codes}::text[], ${past.units}::float8[]) as v (code, units)
      join ${sql.table('channel')} c on c.code = v.code
     where p.channel_id = c.id`.execute(merchantDb(merchant.em))
}
