import type { Chaos } from '../crew/chaos.ts'
import type { Unsettled } from '../product/books.ts'
import { countUnsettled } from '../product/books.ts'
import type { Tally } from '../market/tally.ts'
import type { ReplayMarket } from '../market/shops.ts'
import type { ProcessMemory } from './memory.ts'

/** What `--json` writes, no more and no less. */
export interface Figures {
  readonly linesIn: number
  readonly unitsHeld: number
  readonly unitsRefused: number
  readonly unitsCancelled: number
  readonly oversoldUnits: number
  readonly unsettled: number
  readonly auditDifferences: number
  readonly lagP50Ms: number
  readonly lagP99Ms: number
  readonly stockCallsPerUnit: number
  readonly wallSeconds: number
  readonly peakRssMb: number
}

export interface Outcome {
  readonly market: ReplayMarket
  readonly tally: Tally
  readonly unsettled: Unsettled
  readonly audit: readonly string[]
  readonly lagsMs: readonly number[]
  /** What went wrong in the product and was tried again. */
  readonly failures: readonly string[]
  /** Shops that had to be authorised again. */
  readonly authorisedAgain: number
  readonly deficitUnits: number
  readonly wallSeconds: number
  readonly peakMb: number
  readonly processes: readonly ProcessMemory[]
  /** Null: nobody was killed on purpose. */
  readonly chaos: Chaos | null
}

export function toFigures({ market, tally, unsettled, audit, lagsMs, wallSeconds, peakMb }: Outcome): Figures {
  const held = tally.sum(({ soldUnits }) => soldUnits) - unsettled.lostUnits
  const calls = market.platforms.reduce((sum, { line }) => sum + line.traffic.stockCalls + line.traffic.stockReads, 0)
  const sorted = lagsMs.toSorted((a, b) => a - b)
  const at = (share: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return {
    linesIn: tally.linesIn,
    unitsHeld: held,
    unitsRefused: tally.sum(({ refusedUnits }) => refusedUnits),
    unitsCancelled: tally.sum(({ cancelledUnits }) => cancelledUnits),
    oversoldUnits: tally.oversoldUnits,
    unsettled: countUnsettled(unsettled),
    auditDifferences: audit.length,
    lagP50Ms: at(0.5),
    lagP99Ms: at(0.99),
    stockCallsPerUnit: Math.round((calls / Math.max(1, held)) * 10_000) / 10_000,
    wallSeconds: Math.round(wallSeconds * 10) / 10,
    peakRssMb: peakMb,
  }
}

/** Nothing oversold, nothing lost or left unsettled, and the books agree with themselves. */
export function isGood({ oversoldUnits, unsettled, auditDifferences }: Figures): boolean {
  return oversoldUnits === 0 && unsettled === 0 && auditDifferences === 0
}

export function toText(outcome: Outcome): string {
  const figures = toFigures(outcome)
  const { tally, unsettled, audit, processes, failures, authorisedAgain, deficitUnits, chaos } = outcome
  const channels = [...tally.shops].map(
    ([{ code }, { linesIn, wantedUnits, soldUnits, refusedUnits, refusedLines, cancelledUnits, orders }]) => [
      code,
      linesIn,
      orders,
      wantedUnits,
      soldUnits,
      refusedUnits,
      refusedLines,
      cancelledUnits,
      percent(soldUnits, wantedUnits),
    ],
  )
  const titles = ['channel', 'lines', 'orders', 'units wanted', 'held', 'refused', 'lines refused', 'cancelled', 'service']
  return [
    table([titles, ...channels.map((row) => row.map(String))]),
    '',
    `lines in           ${figures.linesIn}, ${tally.cancelLines} cancellations (${tally.cancelsWithoutOrder} of no order here), ${tally.corrections} corrections (+${tally.foundUnits} −${tally.lostUnits})`,
    `units              ${figures.unitsHeld} held, ${figures.unitsRefused} refused by the shops, ${figures.unitsCancelled} cancelled`,
    `oversold           ${figures.oversoldUnits}`,
    `lost under orders  ${tally.lostUnderUnits} at most, by corrections of the warehouse; ${deficitUnits} still promised beyond what is there`,
    `lag                ${figures.lagP50Ms} ms in the middle, ${figures.lagP99Ms} ms at the 99th percentile`,
    `stock calls        ${figures.stockCallsPerUnit} a unit held`,
    `unsettled          ${figures.unsettled}${figures.unsettled === 0 ? '' : `: ${JSON.stringify(unsettled)}`}`,
    `audit              ${audit.length === 0 ? 'clean' : [`${audit.length} differences`, ...audit.slice(0, 20)].join('\n  ')}`,
    ...(chaos
      ? [
          `chaos              ${chaos.kills} workers killed, PostgreSQL restarted ${chaos.restarts === 1 ? 'once' : `${chaos.restarts} times`}`,
        ]
      : []),
    ...(authorisedAgain === 0 ? [] : [`authorised again   ${authorisedAgain} shops whose authorisation had ended`]),
    ...(failures.length === 0 ? [] : [`tried again        ${failures.length} times, last: ${failures.at(-1)}`]),
    `memory             ${figures.peakRssMb} MB together (${processes.map(({ name, peakMb }) => `${name} ${peakMb}`).join(', ')})`,
    `took               ${figures.wallSeconds} s`,
  ].join('\n')
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, n) => Math.max(...rows.map((row) => row[n]?.length ?? 0))) ?? []
  return rows
    .map((row) => row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join('  '))
    .join('\n')
}
