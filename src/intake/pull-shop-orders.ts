import type { ChannelConnector } from '../channels/connector.ts'
import { cadence } from '../channels/estimate-calls.ts'
import { hidesCalledOff, type OrderList, type Proof } from '../channels/feed.ts'
import { measureClock, recentClock } from '../channels/measured-clock.ts'
import { askUnpaid } from './ask-unpaid.ts'
import { bookMapped } from './book-mapped.ts'
import { bookPage } from './book-page.ts'
import { claimsOf, surelyWalked } from './claims.ts'
import { bookingOf, type Intake, type IntakeTerms } from './intake.ts'
import { readStart } from './read-start.ts'
import { retryAside } from './retry-aside.ts'
import { settleSplits } from './settle-splits.ts'
import { walkList } from './walk-list.ts'
import { saveWalks, saveWatermarks } from './watermarks.ts'

/** Orders placed so long before the shop was connected may still have to be shipped. */
const BACK_MS = 14 * 86_400_000
/** So many windows are walked again at most where a worker dies. */
const WINDOWS_A_SAVE = 10

const futureEnds = new WeakMap<ChannelConnector, Map<string, OrderList['futureEnd']>>()

/**
 * Reads every list of the shop's orders on from where the last turn ended, books what they show, and moves the watermarks as
 * far as that proves. Returns when it is due again.
 */
export async function pullShopOrders(intake: Intake): Promise<Date> {
  const { connection, clock, signal } = intake
  const { connector } = connection
  const begunMs = clock.now().getTime()
  const { terms, walks, aside, mapped, split, negative } = await readStart(intake)
  const booking = bookingOf(intake)
  if (aside) await retryAside(booking, terms)
  let behind = mapped && (await bookMapped(booking, terms))
  if (split && (await settleSplits(booking, terms))) behind = true
  const asks = negative && hidesCalledOff(connector.orderLists)
  // What orders asked for by number say counts at once, what lists say only when the clock is measured again.
  const before = await (asks ? measureClock : recentClock)({ connector, clock, signal })
  if (asks) await askUnpaid(booking, terms, before.doubtMs)
  const walked = new Map<string, Date>()
  const proved = new Map<Proof, Date>()
  let sawSplit = false
  let windows = 0
  try {
    for (const declared of connector.orderLists) {
      const list = { ...declared, futureEnd: await futureEndOf(connector, declared, signal) }
      const { behind: more, proved: through } = await walkList({
        connector,
        clock,
        list,
        through: walks.get(list.id) ?? firstInstant(connector, list, terms),
        doubtMs: before.doubtMs,
        signal,
        onPage: async (orders) => {
          sawSplit ||= orders.some(({ parentId }) => parentId !== null)
          await bookPage(booking, terms, orders)
        },
        onWindow: async (to) => {
          walked.set(list.id, to)
          windows += 1
          // The last ones are written together with what all lists prove.
          if (windows % WINDOWS_A_SAVE === 0) await saveWalks(intake.em, intake.lease, surelyWalked(connector, walked, [before]))
        },
      })
      behind ||= more
      for (const proof of list.proves) {
        const known = proved.get(proof)
        if (through !== null && (!known || known < through)) proved.set(proof, through)
      }
    }
  } catch (error) {
    // What was surely walked until then need not be walked again.
    await saveWalks(intake.em, intake.lease, surelyWalked(connector, walked, [before])).catch(() => undefined)
    throw error
  }
  const claims = await claimsOf(intake, before, { walked, proved })
  const through = allProved(connector, claims.proved)
  // Before a watermark passes them: nothing that counts by it may see what was split held twice.
  if (sawSplit && through && (await settleSplits(booking, terms, through))) behind = true
  if (claims.proved.size === 0) await saveWalks(intake.em, intake.lease, claims.walked)
  else await saveWatermarks(intake.em, intake.lease, { ...claims, now: clock.now() })
  const nowMs = clock.now().getTime()
  return new Date(behind ? nowMs : Math.max(nowMs, begunMs + cadence.ordersMs))
}

/** Up to where everything is booked that any list shows; null: of some of it that is not proved. */
function allProved({ orderLists }: ChannelConnector, proved: ReadonlyMap<Proof, Date>): Date | null {
  const instants = [...new Set(orderLists.flatMap(({ proves }) => proves))].map(
    (proof) => proved.get(proof)?.getTime() ?? -Infinity,
  )
  const leastMs = Math.min(Infinity, ...instants)
  return Number.isFinite(leastMs) ? new Date(leastMs) : null
}

/** Whether the list can be asked for all that is newer: asked once, where the platform's documents do not say. */
export async function futureEndOf(
  connector: ChannelConnector,
  list: OrderList,
  signal: AbortSignal,
): Promise<OrderList['futureEnd']> {
  if (list.futureEnd !== 'unproven') return list.futureEnd
  const known = futureEnds.get(connector) ?? new Map<string, OrderList['futureEnd']>()
  futureEnds.set(connector, known)
  const found = known.get(list.id)
  if (found) return found
  const { concluded } = await connector.probeFutureEnd(list.id, signal)
  const futureEnd = concluded === 'accepted' ? 'accepted' : 'refused'
  known.set(list.id, futureEnd)
  return futureEnd
}

function firstInstant(connector: ChannelConnector, { horizonMs }: OrderList, { connectedAt }: IntakeTerms): Date {
  return new Date(connector.platformTime(connectedAt).getTime() - Math.min(BACK_MS, horizonMs))
}
