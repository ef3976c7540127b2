import {
  EVERYBODY_ALIKE,
  type ChannelRule,
  type ChannelSays,
  type EffectiveRule,
  type Rule,
  type RuleSource,
  type SkuRule,
} from './rule.ts'

/** A SKU as rules choose it. */
export interface RuledSku {
  readonly id: string
  readonly tags: readonly string[]
}

/** The rules that count for one SKU at one instant. */
export interface SkuRules {
  /** What holds whichever channel sells it. */
  readonly sku: SkuRule
  of(channelId: string): EffectiveRule
}

/** The rules that count at one instant, ready to be asked about any SKU. */
export interface RulesAt {
  for(sku: RuledSku): SkuRules
}

/** What counts for one SKU on one channel at an instant. Many are asked for at once with `rulesAt`. */
export function effectiveRule(rules: readonly Rule[], sku: RuledSku, channelId: string, atMs: number): EffectiveRule {
  return rulesAt(rules, atMs).for(sku).of(channelId)
}

export function rulesAt(rules: readonly Rule[], atMs: number): RulesAt {
  const { merchant, tags, skus } = countingAt(rules, atMs)
  const known = new Map<string, SkuRules>()
  return {
    for(sku) {
      const tagged = sku.tags.flatMap((tag) => tags.get(tag) ?? []).toSorted(byPlace)
      const layers = [...(skus.get(sku.id) ?? []), ...tagged.flatMap(({ rules: some }) => some), ...merchant]
      const key = layers.map(({ id }) => id).join()
      const found = known.get(key) ?? mergeAll(layers)
      known.set(key, found)
      return found
    },
  }
}

/** Rules that begin or end after one instant and up to another. */
export function turningBetween(rules: readonly Rule[], afterMs: number, throughMs: number): readonly Rule[] {
  const passed = (at: number | null): boolean => at !== null && at > afterMs && at <= throughMs
  return rules.filter(({ fromMs, untilMs }) => passed(fromMs) || passed(untilMs))
}

interface TagRules {
  readonly tag: string
  readonly position: number
  readonly rules: readonly Rule[]
}

interface Counting {
  readonly merchant: readonly Rule[]
  readonly tags: ReadonlyMap<string, TagRules>
  readonly skus: ReadonlyMap<string, readonly Rule[]>
}

/** By scope: events that have begun and not ended, then the one standing rule. */
function countingAt(rules: readonly Rule[], atMs: number): Counting {
  const counting = rules.filter(
    ({ fromMs, untilMs }) => (fromMs === null || fromMs <= atMs) && (untilMs === null || untilMs > atMs),
  )
  let merchant: readonly Rule[] = []
  const tags = new Map<string, TagRules>()
  const skus = new Map<string, readonly Rule[]>()
  for (const same of Map.groupBy(counting, ({ scope }) => scopeKey(scope)).values()) {
    const sorted = same.toSorted(byTurn)
    const standing = sorted.findIndex(({ untilMs }) => untilMs === null)
    const rulesOf = standing === -1 ? sorted : sorted.slice(0, standing + 1)
    const scope = rulesOf[0]?.scope
    if (scope?.kind === 'merchant') merchant = rulesOf
    if (scope?.kind === 'tag') tags.set(scope.tag, { ...scope, rules: rulesOf })
    if (scope?.kind === 'sku') skus.set(scope.skuId, rulesOf)
  }
  return { merchant, tags, skus }
}

/** Rules with the same key are for the same goods. */
export function scopeKey(scope: Rule['scope']): string {
  if (scope.kind === 'merchant') return 'merchant'
  return scope.kind === 'tag' ? `tag:${scope.tag}` : `sku:${scope.skuId}`
}

/** Events before standing rules; the one that began last, of these the one that ends first, of these the newest first. */
function byTurn(a: Rule, b: Rule): number {
  const [untilA, untilB] = [a.untilMs ?? Infinity, b.untilMs ?? Infinity]
  const isEvent = Number(untilB !== Infinity) - Number(untilA !== Infinity)
  if (isEvent !== 0) return isEvent
  const [fromA, fromB] = [a.fromMs ?? -Infinity, b.fromMs ?? -Infinity]
  if (fromA !== fromB) return fromB > fromA ? 1 : -1
  if (untilA !== untilB) return untilA - untilB
  return b.version - a.version || Number(b.id) - Number(a.id)
}

function byPlace(a: TagRules, b: TagRules): number {
  return a.position - b.position || (a.tag < b.tag ? -1 : 1)
}

function mergeAll(layers: readonly Rule[]): SkuRules {
  const sku = mergeSku(layers)
  const ranks = firstSaying(layers, ({ rank }) => rank !== null)
  const shares = firstSaying(layers, ({ sharePercent }) => sharePercent !== null)
  const known = new Map<string, EffectiveRule>()
  const merged = (channelId: string): EffectiveRule => {
    const limits = layers.find(({ says }) => says.channels.some((one) => one.channelId === channelId && hasLimit(one)))
    const { floorUnits, capUnits } = saidOf(limits, channelId) ?? EVERYBODY_ALIKE
    return {
      ...sku.values,
      rank: ranks ? rankIn(ranks, channelId) : EVERYBODY_ALIKE.rank,
      sharePercent: saidOf(shares, channelId)?.sharePercent ?? EVERYBODY_ALIKE.sharePercent,
      floorUnits: floorUnits ?? EVERYBODY_ALIKE.floorUnits,
      capUnits,
      sources: {
        ...sku.sources,
        rank: toSource(ranks),
        sharePercent: toSource(shares),
        floorUnits: toSource(limits),
        capUnits: toSource(limits),
      },
    }
  }
  return {
    sku: sku.values,
    of(channelId) {
      const found = known.get(channelId) ?? merged(channelId)
      known.set(channelId, found)
      return found
    },
  }
}

function mergeSku(layers: readonly Rule[]) {
  const first = (key: keyof SkuRule): Rule | undefined => layers.find(({ says }) => says[key] !== null)
  const rules = {
    reserveUnits: first('reserveUnits'),
    minimumMoveUnits: first('minimumMoveUnits'),
    confidence: first('confidence'),
    overcommitUnits: first('overcommitUnits'),
    oversellUnitsPerDay: first('oversellUnitsPerDay'),
  }
  const value = (key: keyof SkuRule): number => rules[key]?.says[key] ?? EVERYBODY_ALIKE[key]
  const values: SkuRule = {
    reserveUnits: value('reserveUnits'),
    minimumMoveUnits: value('minimumMoveUnits'),
    confidence: value('confidence'),
    overcommitUnits: value('overcommitUnits'),
    oversellUnitsPerDay: value('oversellUnitsPerDay'),
  }
  const sources: Readonly<Record<keyof SkuRule, RuleSource>> = {
    reserveUnits: toSource(rules.reserveUnits),
    minimumMoveUnits: toSource(rules.minimumMoveUnits),
    confidence: toSource(rules.confidence),
    overcommitUnits: toSource(rules.overcommitUnits),
    oversellUnitsPerDay: toSource(rules.oversellUnitsPerDay),
  }
  return { values, sources }
}

function firstSaying(layers: readonly Rule[], says: (channel: ChannelSays) => boolean): Rule | undefined {
  return layers.find((rule) => rule.says.channels.some(says))
}

function hasLimit({ floorUnits, capUnits }: ChannelSays): boolean {
  return floorUnits !== null || capUnits !== null
}

function saidOf(rule: Rule | undefined, channelId: string): ChannelSays | undefined {
  return rule?.says.channels.find((one) => one.channelId === channelId)
}

/** A channel that is not named among the ranks comes after all that are. */
function rankIn(rule: Rule, channelId: string): ChannelRule['rank'] {
  const own = saidOf(rule, channelId)?.rank ?? null
  return own ?? rule.says.channels.reduce((last, { rank }) => Math.max(last, rank ?? 0), 0) + 1
}

function toSource(rule: Rule | undefined): RuleSource {
  if (!rule) return null
  const { id, version, name, scope, untilMs } = rule
  return { id, version, name, scope, untilMs }
}
