import { goodPlace } from '../merchant.ts'
import type { ShopFront } from '../world/shop-front.ts'
import { parsed } from '../../src/stock/sql/parsed.ts'
import type { BookRow, ClaimRow, HoldRow, QuotaRow, ShopRow } from './book-rows.ts'
import type { BalanceFigures, BalanceState, BookState, ShopBooks, VersionState } from './books.ts'

interface Shop {
  readonly front: ShopFront
  /** The places of its pools. */
  readonly pools: readonly number[]
}

/** The books of a run, out of the product's tables. */
export function toBookState(row: BookRow, shops: readonly Shop[], goods: number): BookState {
  const holds = parsed(row.holds)
  const quotas = parsed(row.quotas)
  const claims = parsed(row.claims)
  const versions = parsed(row.versions).map(({ id, ms, parts }): VersionState => ({
    id,
    effectiveMs: ms,
    set: byGood(goods, parts, ({ units }) => units),
  }))
  const balances = parsed(row.balances).map(({ sku, ...units }): BalanceState => {
    const here = holds.filter((one) => one.pool === units.pool && one.sku === sku)
    return {
      ...units,
      good: goodPlace(sku),
      claimed: sum(quotas, ({ pool, code, units: sets }) => (pool === units.pool ? sets * claimOf(claims, code, sku) : 0)),
      known: sum(here, ({ known }) => known),
      shipped: sum(here, ({ shipped }) => shipped),
    }
  })
  const rows = parsed(row.shops)
  const kept = { holds, quotas, claims, versions, balances, goods }
  return {
    balances,
    ...totalsOf(balances),
    grantedPerDay: row.granted,
    chargedUnits: row.charged,
    versions,
    // Before the first goods have come in nothing is looked at.
    shops: shops.map((shop) => {
      const found = balances.length === 0 ? undefined : rows.find(({ code }) => code === shop.front.code)
      return found ? toShop(shop, found, kept) : null
    }),
  }
}

function totalsOf(balances: readonly BalanceState[]): BalanceFigures {
  return {
    onHand: sum(balances, ({ onHand }) => onHand),
    free: sum(balances, ({ free }) => free),
    held: sum(balances, ({ held }) => held),
    quota: sum(balances, ({ quota }) => quota),
    kept: sum(balances, ({ kept }) => kept),
    deficit: sum(balances, ({ deficit }) => deficit),
    overcommit: sum(balances, ({ overcommit }) => overcommit),
  }
}

interface Kept {
  readonly holds: readonly HoldRow[]
  readonly quotas: readonly QuotaRow[]
  readonly claims: readonly ClaimRow[]
  readonly versions: readonly VersionState[]
  readonly balances: readonly BalanceState[]
  readonly goods: number
}

function toShop({ front, pools }: Shop, { code, open, since, settled, marks }: ShopRow, kept: Kept): ShopBooks {
  const quotas = kept.quotas.filter((one) => one.code === code)
  const holds = kept.holds.filter((one) => one.code === code)
  const claims = byGood(
    kept.goods,
    kept.claims.filter((one) => one.code === code),
    ({ units }) => units,
  )
  const known = byGood(kept.goods, holds, (one) => one.known)
  const shipped = byGood(kept.goods, holds, (one) => one.shipped)
  const sets = (of: (hold: HoldRow) => number): number => sum(holds, (hold) => setsOf(hold, kept.versions, of(hold)))
  return {
    quota: sum(quotas, ({ units }) => units),
    quotas: pools.map((pool) => quotas.find((one) => one.pool === pool)?.units ?? 0),
    claims,
    freeSets: sum(pools, (pool) => freeSets(kept.balances, pool, claims)),
    joined: quotas.length > 0,
    known: sets((hold) => hold.known),
    shipped: sets((hold) => hold.shipped),
    goods: known.map((units, good) => ({ known: units, shipped: shipped[good] ?? 0 })),
    unpaid: front.shop.takesAt === 'payment' ? sets((hold) => hold.unpaid) : 0,
    openCommands: open,
    openSinceMs: since,
    marks: marks ?? {},
    settledMs: settled,
  }
}

/** How many sets these units are: by the first good their version is made of, others count for nothing. */
function setsOf({ version, sku }: HoldRow, versions: readonly VersionState[], units: number): number {
  const set = versions.find(({ id }) => id === version)?.set ?? [1]
  const good = set.findIndex((each) => each > 0)
  return goodPlace(sku) === good ? units / (set[good] ?? 1) : 0
}

function freeSets(balances: readonly BalanceState[], pool: number, claims: readonly number[]): number {
  const sets = claims.flatMap((units, good) => {
    const free = balances.find((one) => one.pool === pool && one.good === good)?.free ?? 0
    return units > 0 ? [Math.floor(free / units)] : []
  })
  return sets.length === 0 ? 0 : Math.max(0, Math.min(...sets))
}

function claimOf(claims: readonly ClaimRow[], code: string, sku: string): number {
  return claims.find((one) => one.code === code && one.sku === sku)?.units ?? 0
}

function byGood<Row extends { readonly sku: string }>(goods: number, rows: readonly Row[], of: (row: Row) => number) {
  return Array.from({ length: goods }, (_, good) => sum(rows, (row) => (goodPlace(row.sku) === good ? of(row) : 0)))
}

function sum<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((total, row) => total + of(row), 0)
}
