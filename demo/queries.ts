import type { ReplayMarket } from '../replay/market/shops.ts'
import { HOT } from './goods.ts'

/** What is worth asking while the evening runs, each query with what it shows. */
export function queriesToTry(
  { shops }: ReplayMarket,
  campaign: string,
): readonly { readonly shows: string; readonly query: string }[] {
  const [shop] = shops
  const listing = shop?.listings.get(HOT)?.id ?? ''
  return [
    {
      shows: 'the shops, and since when all their orders are surely in',
      query: '{ channels { code state freshness { lagSeconds } } }',
    },
    {
      shows: 'what everybody wants, and what is left of it',
      query: `{ sku(code: "${HOT}") { stock { pools { onHand held free deficit } } } }`,
    },
    {
      shows: 'why its number in one shop is what it is',
      query: `{ explainQuota(channel: "${shop?.code ?? ''}", listing: "${listing}") { ... on QuotaExplained { quotaUnits now { wantedUnits steps { kind units toUnits } } } } }`,
    },
    {
      shows: 'the 秒杀 and its lock',
      query: `{ campaign(code: "${campaign}") { phase lines { lockedUnits keptUnits publishedUnits soldUnits } } }`,
    },
    {
      shows: 'what an operator should know: the warehouse loses goods under orders this evening',
      query: '{ alarms(first: 5) { edges { node { kind severity message } } } }',
    },
  ]
}
