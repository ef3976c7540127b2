import type { ChannelTools } from '../channels/channel-tools.ts'
import type { HandEditPolicy } from '../domain/publishing/judge-reading.ts'
import { askProbe, readEvidence, type AskProbe } from '../listings/ask-probe.ts'
import { readRuns } from '../listings/probe-run.ts'
import { boostListing, type BoostListing } from '../selling/boost-listing.ts'
import { listEdits } from '../selling/list-edits.ts'
import { listMoves, openMoves } from '../selling/list-moves.ts'
import { readListingStandings } from '../selling/listing-standing.ts'
import { allowRaises, resumeSelling, stopSelling } from '../selling/stop-selling.ts'
import type { SellingScope } from '../selling/stop-scopes.ts'
import { mayWriteOff } from '../selling/write-off.ts'
import { markAhead, type MarkAhead } from '../presale/mark-ahead.ts'
import { wantAhead } from '../presale/publish-presale.ts'
import type { PageWanted } from '../stock/read/list-page.ts'
import { readHandEdits, setHandEdits } from '../watching/set-policy.ts'

/** Planning a boost keeps nobody waiting for longer. */
const PATIENCE_MS = 30_000

export type SellingDesk = ReturnType<typeof openSellingDesk>

/** What operators see and do of how one merchant's shops sell. `wake` is told when a command has made something due. */
export function openSellingDesk(tools: Pick<ChannelTools, 'em' | 'clock' | 'platforms'>, wake: () => void = () => undefined) {
  const { em, clock, platforms } = tools
  const waking = async <Outcome>(command: Promise<Outcome>): Promise<Outcome> => {
    const outcome = await command
    wake()
    return outcome
  }
  return {
    standings: (listingIds: readonly string[]) => readListingStandings(em.fork(), { listingIds, platforms, now: clock.now() }),
    evidence: (listingIds: readonly string[]) => readEvidence(em.fork(), listingIds),
    probes: (listingIds: readonly string[]) => readRuns(em.fork(), listingIds),
    askProbe: (asked: AskProbe) => waking(askProbe(tools, asked)),
    sellAhead: (input: MarkAhead) => waking(markAhead(tools, input)),
    /** What a presale listing is to show, once it is set aside. */
    wantAhead: (input: { readonly channel: string; readonly listing: string; readonly units: number }) =>
      waking(wantAhead(em, { ...input, now: clock.now() })),
    handEdits: (channelIds: readonly string[]) => readHandEdits(em.fork(), channelIds),
    listMoves: (wanted: Parameters<typeof listMoves>[1]) => listMoves(em.fork(), wanted),
    openMoves: (wanted: Parameters<typeof openMoves>[1]) => openMoves(em.fork(), wanted),
    listEdits: (wanted: PageWanted & { readonly channelId: string }) => listEdits(em.fork(), wanted),
    stop: (scope: SellingScope, actor: string, confirm: string | null) => waking(stopSelling(tools, scope, actor, confirm)),
    resume: (scope: SellingScope, actor: string) => waking(resumeSelling(tools, scope, actor)),
    allowRaises: (scope: SellingScope, actor: string) => waking(allowRaises(tools, scope, actor)),
    boost: (input: BoostListing) => waking(boostListing({ em, clock, signal: clock.deadline(PATIENCE_MS) }, input)),
    setHandEdits: (input: { readonly channel: string; readonly policy: HandEditPolicy; readonly actor: string }) =>
      setHandEdits(tools, input),
    mayWriteOff: (named: Parameters<typeof mayWriteOff>[1]) => mayWriteOff(em.fork(), named, clock.now()),
  }
}
