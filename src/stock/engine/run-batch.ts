import { assert } from '../../domain/assert.ts'
import type { CountId, HoldId } from '../../domain/ids.ts'
import type { Em } from '../../db/orm.ts'
import { allOf, inPipeline, type Pipeline } from '../../db/pipeline.ts'
import { refused, type Refused } from '../refusal.ts'
import { readAnswers, type NewAnswer, type RecordedAnswer } from '../sql/answers.ts'
import { argsDigest } from './args-digest.ts'
import { Book } from './book.ts'
import type { KnownRows } from './known-rows.ts'
import { mergeTouches } from './all-touches.ts'
import { loadBook, type Loaded } from './load-book.ts'
import type { Names } from './names.ts'
import type { Answer, Mentions, Operation, Touches } from './operation.ts'
import { raiseAlarms } from './raise-alarms.ts'
import { settleOvercommit } from './settle-overcommit.ts'
import { settleSales } from '../locks/return-sales.ts'
import { addPresale } from '../presale/find-presale.ts'
import { touchesPresale } from '../presale/touches-presale.ts'
import type { WantedClaims } from '../sql/presale-claims.ts'
import { mergeMentions, resolveNames, type PlaceDirectory } from './resolve-names.ts'
import { writeBook } from './write-book.ts'

/** One request as the batch sees it. The operation's own types are known only to who asked. */
export interface Request {
  readonly key: string
  readonly argsHash: string
  readonly actor: string
  readonly name: string
  /** Whether its answer is kept under its key. */
  readonly keyed: boolean
  /** Only a worker of ours waits for its answer. */
  readonly patient: boolean
  readonly mentions: Mentions
  /** The first goods it names: requests for the same goods should not be decided side by side. */
  readonly goods: string
  touches(names: Names): Touches
  presale(names: Names): readonly WantedClaims[]
  decide(book: Book, scene: Parameters<Operation<unknown, Answer>['decide']>[2]): Answer | Refused
}

export interface BatchTools {
  readonly places: PlaceDirectory
  readonly rows: KnownRows
  nowMs(): number
  newHoldId(): HoldId
  newCountId(): CountId
}

export function request<Args, Yes extends Answer>(
  operation: Operation<Args, Yes>,
  args: Args,
  { key, actor }: { key: string; actor: string },
): Request {
  const mentions = operation.mentions(args)
  return {
    key,
    actor,
    name: operation.name,
    keyed: operation.knowsRepeats !== true,
    patient: operation.patient === true,
    argsHash: operation.knowsRepeats === true ? '' : argsDigest(operation.name, args),
    mentions,
    goods: mentions.skus?.[0] ?? mentions.recipes?.[0] ?? mentions.holds?.[0] ?? '',
    touches: (names) => operation.touches(args, names, key),
    presale: (names) => operation.presale?.(args, names) ?? [],
    decide: (book, scene) => operation.decide(book, args, scene),
  }
}

/**
 * Decides a batch in one transaction. Each request gets its own answer; a key that was answered before gets that answer.
 * The answers are read before anything is locked: a key that somebody uses meanwhile breaks the table's own key when it
 * is written here, and the batch is decided again.
 */
export function runBatch(em: Em, requests: readonly Request[], tools: BatchTools): Promise<readonly Answer[]> {
  return inPipeline(em, (pipeline) => decideAll(pipeline, requests, tools))
}

async function decideAll(pipeline: Pipeline, requests: readonly Request[], tools: BatchTools): Promise<readonly Answer[]> {
  const keys = requests.filter(({ keyed }) => keyed).map(({ key }) => key)
  // Nearly every request is a new one: what they name is looked up meanwhile.
  const [recorded, resolved] = await allOf([
    keys.length === 0 ? Promise.resolve([]) : readAnswers(pipeline.em, keys),
    resolveAll(pipeline, requests, tools),
  ])
  const known = new Map<string, RecordedAnswer>(recorded.map((answer) => [answer.key, answer]))
  const claimed = new Set(known.keys())
  const fresh = requests.filter(({ keyed, key }) => {
    if (!keyed) return true
    const isNew = !claimed.has(key)
    claimed.add(key)
    return isNew
  })
  const decided =
    fresh.length === 0
      ? new Map<Request, Answer>()
      : await decideFresh(pipeline, fresh, {
          tools,
          resolved: fresh.length === requests.length ? resolved : await resolveAll(pipeline, fresh, tools),
        })
  for (const [{ keyed, key, argsHash }, answer] of decided) if (keyed) known.set(key, { key, argsHash, answer })
  return requests.map((one) => decided.get(one) ?? repeat(known, one))
}

function repeat(known: ReadonlyMap<string, RecordedAnswer>, { key, argsHash }: Request): Answer {
  const first = known.get(key)
  assert(first !== undefined, 'a key that is not decided now was decided before')
  return first.argsHash === argsHash ? first.answer : keyReused(key)
}

type Resolved = Awaited<ReturnType<typeof resolveNames>>

async function resolveAll({ em }: Pipeline, requests: readonly Request[], tools: BatchTools): Promise<Resolved> {
  const at = { places: tools.places, nowMs: tools.nowMs() }
  const resolved = await resolveNames(em, mergeMentions(requests.map((one) => one.mentions)), at)
  const ahead = requests.flatMap((one) => one.presale(resolved.names))
  return ahead.length === 0 ? resolved : addPresale(em, resolved, { ahead, at })
}

async function decideFresh(
  pipeline: Pipeline,
  requests: readonly Request[],
  { tools, resolved: { names, mentions } }: { tools: BatchTools; resolved: Resolved },
): Promise<ReadonlyMap<Request, Answer>> {
  const all = [...requests.map((one) => one.touches(names)), ...touchesPresale(names)]
  const touches = mergeTouches(all)
  const facts = mergeTouches(all.filter(({ creates }) => creates))
  await tools.rows.make(pipeline.em, facts)
  const loaded = await loadBook(pipeline, { mentions, touches, names }, () => tools.nowMs())
  tools.rows.check(facts, loaded.stored)
  const answers = new Map<Request, Answer>()
  const kept: NewAnswer[] = []
  const draft = new Book(loaded.book)
  for (const one of requests) {
    const answer = decideOne(draft, one, { loaded, names, tools })
    draft.forget()
    answers.set(one, answer)
    if (one.keyed) kept.push({ key: one.key, argsHash: one.argsHash, name: one.name, answer })
  }
  await pipeline.commit(...(await writeBook(pipeline, loaded, kept)))
  return answers
}

/** Decides on a draft, and folds it into the batch's book unless the answer is a "no". */
function decideOne(
  draft: Book,
  one: Request,
  { loaded, names, tools }: { loaded: Loaded; names: Names; tools: BatchTools },
): Answer {
  const { nowMs } = loaded
  const answer = one.decide(draft, {
    nowMs,
    names,
    actor: one.actor,
    key: one.key,
    newHoldId: () => tools.newHoldId(),
    newCountId: () => tools.newCountId(),
    settlement: loaded.settlement,
    levelOf: (at) => loaded.levelOf(at),
    unitsOfCount: (id) => loaded.unitsOfCount(id),
  })
  // A "no" changes nothing, whatever was tried on the way to it.
  if (answer.kind === 'refused') return answer
  settleSales(draft, { nowMs, actor: one.actor })
  settleOvercommit(draft, loaded.book, names)
  raiseAlarms(draft, loaded.book, names)
  draft.foldDown()
  return answer
}

export function keyReused(key: string): Refused {
  return refused('KEY_REUSED', `key ${key} was used for another request: use a new key for new arguments`, { field: 'key' })
}
