import type { HoldLine } from '../domain/hold.ts'
import { checkLineCount, checkUnits, firstRefusal } from './check-args.ts'
import { limits } from './limits.ts'
import { refused, type Refused } from './refusal.ts'
import type { Part } from './take-units.ts'

/** Units of one line of a hold; for a line that asked for sets, the number of sets. */
export interface LineUnits {
  readonly line: number
  readonly units: number
}

export function checkSelection(lines: readonly LineUnits[] | null): Refused | undefined {
  if (lines === null) return undefined
  return firstRefusal(
    checkLineCount(lines.length, limits.linesPerHold),
    ...lines.flatMap(({ line, units }, n) => [checkUnits(line, `lines.${n}.line`), checkUnits(units, `lines.${n}.units`)]),
    new Set(lines.map(({ line }) => line)).size < lines.length
      ? refused('INVALID', 'a line is named twice', { field: 'lines' })
      : undefined,
  )
}

/** The named units of a hold by component, at most what `available` says; without a selection, all of that. */
export function selectParts(
  lines: readonly HoldLine[],
  selection: readonly LineUnits[] | null,
  available: (line: HoldLine) => number,
): readonly Part[] | Refused {
  if (selection === null) return lines.map((line) => ({ line, units: available(line) }))
  const parts: Part[] = []
  for (const [n, wanted] of selection.entries()) {
    const components = lines.filter(({ line }) => line === wanted.line)
    if (components.length === 0)
      return refused('UNKNOWN_LINE', `the hold has no line ${wanted.line}`, { field: `lines.${n}.line` })
    for (const line of components) {
      const units = wanted.units * (line.sets === null ? 1 : line.units / line.sets)
      const most = available(line)
      if (units > most) {
        const message = `line ${wanted.line} has ${most} units left, not ${units}`
        return refused('EXCEEDS_OUTSTANDING', message, { field: `lines.${n}.units` })
      }
      parts.push({ line, units })
    }
  }
  return parts
}
