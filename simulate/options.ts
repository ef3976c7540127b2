import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { families, type Family } from './families.ts'
import { policiesOf, policyNames, type PolicyName } from './policies/policy.ts'
import { ranksAs, type RanksAs } from './policies/rank-shops.ts'

export interface Options {
  /** The first seed, and how many. */
  readonly from: number
  readonly seeds: number
  /** A file of scenarios, a JSON line each, instead of seeds. */
  readonly scenarios: string | null
  readonly policies: readonly PolicyName[]
  readonly family: Family
  /** How the ranks of the shops reach the product. */
  readonly ranks: RanksAs
  readonly workers: number
  /** Every so many-th run goes over real sockets; 0: none does. */
  readonly socketsEvery: number
  /** Where a line for each seed and policy is written. */
  readonly json: string | null
  /** Prints every step of every run. */
  readonly trace: boolean
  /** Looks for a smaller scenario that fails as well, and prints its steps. */
  readonly shrink: boolean
}

export const usage = `npm run simulate -- [--seeds N] [--from SEED] [--scenarios FILE] [--policy NAME]... [--family NAME] [--ranks HOW] [--workers N]
                    [--sockets-every N] [--json FILE] [--trace] [--no-shrink]

  --seeds N         so many seeds (100), from --from SEED (1) on
  --scenarios FILE  the scenarios of this file instead, a JSON line each
  --policy NAME     one of ${policyNames.join(', ')}; may be repeated (all, without overcommit; thin-tail: onepool and onepool-overcommit; pools, recipes, campaigns: onepool)
  --family NAME     one of ${families.join(', ')}
  --ranks HOW       what becomes of the shops' ranks, one of ${ranksAs.join(', ')} (ranks); strict: the first rank besides has a floor of
                    all there is, and the others sell what it cannot have: it is the most a rule can do for one rank, at the cost of the sum
  --workers N       processes that share the work (as many as there are cores)
  --sockets-every N every so many-th run speaks to its shops over real sockets (50; 0: none)
  --json FILE       a JSON line for each seed and policy
  --trace           every step of every run
  --no-shrink       of a run that fails only what failed, not the smallest run that fails as well`

/** @throws with what to change. */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean' },
      seeds: { type: 'string' },
      from: { type: 'string' },
      scenarios: { type: 'string' },
      policy: { type: 'string', multiple: true },
      family: { type: 'string' },
      ranks: { type: 'string' },
      workers: { type: 'string' },
      'sockets-every': { type: 'string' },
      json: { type: 'string' },
      trace: { type: 'boolean' },
      'no-shrink': { type: 'boolean' },
    },
  })
  if (values.help) return 'help'
  const asked = (values.policy ?? []).flatMap((names) => names.split(','))
  const family = oneOf('--family', values.family ?? 'usual', families)
  return {
    from: whole('--from', values.from, 1),
    seeds: whole('--seeds', values.seeds, 100),
    scenarios: values.scenarios ?? null,
    policies: asked.length === 0 ? policiesOf(family) : asked.map((name) => oneOf('--policy', name, policyNames)),
    family,
    ranks: oneOf('--ranks', values.ranks ?? 'ranks', ranksAs),
    workers: Math.max(1, whole('--workers', values.workers, availableParallelism())),
    socketsEvery: whole('--sockets-every', values['sockets-every'], 50),
    json: values.json ?? null,
    trace: values.trace ?? false,
    shrink: values['no-shrink'] !== true,
  }
}

function whole(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  if (!/^\d{1,9}$/.test(text)) throw new TypeError(`${name} takes a whole number, not ${text}`)
  return Number(text)
}

function oneOf<T extends string>(name: string, text: string, of: readonly T[]): T {
  const found = of.find((one) => one === text)
  if (found === undefined) throw new TypeError(`${name} takes ${of.join(', ')}, not ${text}`)
  return found
}
