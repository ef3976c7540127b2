import { BuyerDigests } from '../campaigns/buyer-digest.ts'
import { compareCampaign } from '../campaigns/compare-campaign.ts'
import { findListedCampaign, listCampaigns } from '../campaigns/list-campaigns.ts'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { nameHolders } from '../campaigns/name-holders.ts'
import type { Refused } from '../stock/refusal.ts'
import type { PageWanted } from '../stock/read/list-page.ts'

export type CampaignDesk = ReturnType<typeof openCampaignDesk>

/** What units are promised to campaigns of one merchant, and how they go. */
export function openCampaignDesk({ em, clock }: { readonly em: Em; readonly clock: Clock }) {
  const nowMs = (): number => clock.now().getTime()
  const digests = new BuyerDigests()
  return {
    list: (wanted: PageWanted & { readonly over: boolean }) => listCampaigns(em.fork(), { ...wanted, nowMs: nowMs() }),
    /** What a hold that names these is a sale of. */
    toSale: (of: { readonly campaign: string | null; readonly buyer: string | null }) => digests.of(em.fork(), of),
    /** What a campaign was answered, with the names of who has what it is short of. */
    nameHolders: <Outcome extends { readonly kind: string }>(outcome: Outcome | Refused) => nameHolders(em.fork(), outcome),
    compare: (code: string) => compareCampaign(em.fork(), code, nowMs()),
    find: (code: string) => findListedCampaign(em.fork(), code, nowMs()),
  }
}
