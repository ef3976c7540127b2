import { sql } from 'kysely'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { SellingScope } from '../../src/selling/stop-scopes.ts'
import { allowRaises, resumeSelling, stopSelling, type SellingTools } from '../../src/selling/stop-selling.ts'
import type { ShopFront } from '../world/shop-front.ts'

const ACTOR = 'simulation'

/** What a person tells the product. */
export class Operator {
  readonly #tools: SellingTools
  #allJoined = false

  constructor(tools: SellingTools) {
    this.#tools = tools
  }

  async stop(front: ShopFront | null): Promise<void> {
    await stopSelling(this.#tools, scopeOf(front), ACTOR)
  }

  async resume(front: ShopFront | null): Promise<void> {
    await resumeSelling(this.#tools, scopeOf(front), ACTOR)
  }

  async allowRaises(): Promise<void> {
    await allowRaises(this.#tools, scopeOf(null), ACTOR)
  }

  /** While a shop that already sells is not in the arithmetic, what there is is left to it. */
  async leaveToOthers(fronts: readonly ShopFront[]): Promise<void> {
    if (this.#allJoined) return
    const db = merchantDb(this.#tools.em)
    const { rows } = await sql<{ left: string }>`
      select count(*) as left from ${sql.table('listing')} where joined_at is null`.execute(db)
    this.#allJoined = Number(rows[0]?.left) === 0
    const sells = !this.#allJoined && fronts.some(({ shop }) => (shop.shown ?? 0) > 0)
    await sql`update ${sql.table('pool')} set left_to_others_percent = ${sells ? 100 : 0}`.execute(db)
  }
}

function scopeOf(front: ShopFront | null): SellingScope {
  return { channel: front?.code ?? null, listing: null, sku: null }
}
