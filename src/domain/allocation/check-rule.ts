import type { ChannelRule, RuleScope, SkuRule } from './rule.ts'

/** A rule as an operator writes it: channels, SKUs by code. What is left out is not said. */
export interface RuleDraft {
  readonly name: string | null
  readonly scope: DraftScope
  readonly channels: readonly ChannelDraft[]
  readonly values: Readonly<Record<keyof SkuRule, number | null>>
}

export type DraftScope = Exclude<RuleScope, { readonly kind: 'sku' }> | { readonly kind: 'sku'; readonly sku: string }

export interface ChannelDraft extends Readonly<Record<keyof ChannelRule, number | null>> {
  readonly channel: string
}

/** From when to when a change of rules counts. */
export interface RuleWindow {
  readonly fromMs: number | null
  readonly untilMs: number | null
}

/** What there is, as far as the drafts name it. */
export interface KnownNames {
  readonly channels: ReadonlySet<string>
  readonly tags: ReadonlySet<string>
  readonly skus: ReadonlyMap<string, { readonly isArchived: boolean }>
}

export const ruleLimits = {
  /** Rules that count or will count, over all scopes. */
  rules: 5_000,
  /** Rules in one change. */
  rulesPerChange: 1_000,
  /** Different tags that have rules. */
  tags: 500,
  nameLength: 200,
  rank: 100,
  units: 1_000_000_000,
  position: 1_000_000,
  confidence: { least: 0.5, most: 0.999 },
  /** A window may begin so far ahead. */
  aheadMs: 366 * 86_400_000,
} as const

export interface WrongRule {
  readonly code: 'INVALID' | 'UNKNOWN_CHANNEL' | 'UNKNOWN_SKU' | 'ARCHIVED_SKU' | 'UNKNOWN_TAG'
  /** The path of what is wrong, as `rules.0.channels.1.capUnits`. */
  readonly field: string
  readonly message: string
}

/** The first thing that is wrong with a change of rules; undefined: nothing is. */
export function wrongRule(drafts: readonly RuleDraft[], known: KnownNames): WrongRule | undefined {
  const { rulesPerChange } = ruleLimits
  if (drafts.length > rulesPerChange)
    return invalid('rules', `at most ${rulesPerChange} rules in one change, not ${drafts.length}`)
  const scopes = new Set<string>()
  for (const [n, draft] of drafts.entries()) {
    const field = `rules.${n}`
    const key = JSON.stringify(draft.scope.kind === 'tag' ? ['tag', draft.scope.tag] : draft.scope)
    if (scopes.has(key)) return invalid(`${field}.scope`, 'one change says only once what holds for these goods')
    scopes.add(key)
    const wrong = wrongScope(draft.scope, field, known) ?? wrongDraft(draft, field, known)
    if (wrong) return wrong
  }
  return undefined
}

export function wrongWindow({ fromMs, untilMs }: RuleWindow, nowMs: number): WrongRule | undefined {
  if (untilMs !== null && untilMs <= nowMs) return invalid('until', 'until must be in the future')
  if (fromMs !== null && fromMs > nowMs + ruleLimits.aheadMs) return invalid('from', 'from must be within a year')
  if (untilMs !== null && fromMs !== null && untilMs <= fromMs) return invalid('until', 'until must be after from')
  return undefined
}

function wrongScope(scope: DraftScope, field: string, known: KnownNames): WrongRule | undefined {
  if (scope.kind === 'merchant') return undefined
  if (scope.kind === 'tag') {
    if (!known.tags.has(scope.tag)) return wrong('UNKNOWN_TAG', `${field}.tag`, `no SKU has the tag ${scope.tag}`)
    return whole(scope.position, { field: `${field}.position`, least: 0, most: ruleLimits.position })
  }
  const sku = known.skus.get(scope.sku)
  if (!sku) return wrong('UNKNOWN_SKU', `${field}.sku`, `no SKU ${scope.sku}`)
  return sku.isArchived ? wrong('ARCHIVED_SKU', `${field}.sku`, `SKU ${scope.sku} is archived`) : undefined
}

function wrongDraft({ name, scope, channels, values }: RuleDraft, field: string, known: KnownNames): WrongRule | undefined {
  if (name !== null && (name.trim() === '' || name.length > ruleLimits.nameLength || /[\p{Cc}\p{Cs}]/u.test(name))) {
    return invalid(`${field}.name`, `name must have 1 to ${ruleLimits.nameLength} characters of one line`)
  }
  if (values.oversellUnitsPerDay !== null && scope.kind !== 'merchant') {
    return invalid(`${field}.oversellUnitsPerDay`, 'what may be oversold a day is said for the merchant as a whole')
  }
  return wrongValues(values, field) ?? wrongChannels(channels, field, known)
}

function wrongValues(values: RuleDraft['values'], field: string): WrongRule | undefined {
  const { confidence, units } = ruleLimits
  const { oversellUnitsPerDay: perDay, confidence: sure } = values
  if (sure !== null && !(sure >= confidence.least && sure <= confidence.most)) {
    return invalid(`${field}.confidence`, `confidence must be from ${confidence.least} to ${confidence.most}`)
  }
  if (perDay !== null && !(perDay >= 0 && perDay <= units)) {
    return invalid(`${field}.oversellUnitsPerDay`, `oversellUnitsPerDay must be from 0 to ${units}`)
  }
  return (
    whole(values.reserveUnits, { field: `${field}.reserveUnits`, least: 0, most: units }) ??
    whole(values.minimumMoveUnits, { field: `${field}.minimumMoveUnits`, least: 1, most: units }) ??
    whole(values.overcommitUnits, { field: `${field}.overcommitUnits`, least: 0, most: units })
  )
}

function wrongChannels(channels: readonly ChannelDraft[], field: string, known: KnownNames): WrongRule | undefined {
  const named = new Set<string>()
  let percent = 0
  for (const [n, said] of channels.entries()) {
    const path = `${field}.channels.${n}`
    if (!known.channels.has(said.channel)) {
      return wrong('UNKNOWN_CHANNEL', `${path}.channel`, `no channel ${said.channel}`)
    }
    if (named.has(said.channel)) return invalid(`${path}.channel`, `channel ${said.channel} is named twice`)
    named.add(said.channel)
    const no = wrongChannel(said, path)
    if (no) return no
    percent += said.sharePercent ?? 0
    if (percent > 100) return invalid(`${path}.sharePercent`, `the shares come to ${percent} %, more than 100 %`)
  }
  return undefined
}

function wrongChannel({ rank, sharePercent, floorUnits, capUnits }: ChannelDraft, field: string): WrongRule | undefined {
  const { units, rank: most } = ruleLimits
  const no =
    whole(rank, { field: `${field}.rank`, least: 1, most }) ??
    whole(sharePercent, { field: `${field}.sharePercent`, least: 0, most: 100 }) ??
    whole(floorUnits, { field: `${field}.floorUnits`, least: 0, most: units }) ??
    whole(capUnits, { field: `${field}.capUnits`, least: 0, most: units })
  if (no) return no
  if (floorUnits === null || capUnits === null || floorUnits <= capUnits) return undefined
  return invalid(`${field}.floorUnits`, `the floor ${floorUnits} is above the cap ${capUnits}`)
}

interface Bounds {
  readonly field: string
  readonly least: number
  readonly most: number
}

function whole(value: number | null, { field, least, most }: Bounds): WrongRule | undefined {
  if (value === null || (Number.isInteger(value) && value >= least && value <= most)) return undefined
  return invalid(field, `${field.split('.').at(-1)} must be a whole number from ${least} to ${most}`)
}

function invalid(field: string, message: string): WrongRule {
  return wrong('INVALID', field, message)
}

function wrong(code: WrongRule['code'], field: string, message: string): WrongRule {
  return { code, field, message }
}
