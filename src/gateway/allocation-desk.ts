import { applyRules, type Changing, type RuleChange } from '../allocation/apply-rules.ts'
import { explainQuota, type ExplainQuota } from '../allocation/explain-quota.ts'
import { listVersions } from '../allocation/list-versions.ts'
import { readBook } from '../allocation/read-rules.ts'
import { listCharges, showBudget } from '../allocation/show-budget.ts'
import { readAsked, showOvercommit } from '../allocation/show-overcommit.ts'
import { restoreRules } from '../allocation/restore-rules.ts'
import { showRules } from '../allocation/show-rules.ts'
import { tryRules, type TryRules } from '../allocation/try-rules.ts'
import { countCalls } from '../allocation/count-calls.ts'
import type { Platforms } from '../channels/connect.ts'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import type { SkuId } from '../domain/ids.ts'

/** Looking at a whole catalogue keeps nobody waiting for longer. */
const PATIENCE_MS = 60_000

export type AllocationDesk = ReturnType<typeof openAllocationDesk>

/** What operators see and do of who gets scarce units. `wake` is told when quotas are to be reckoned anew. */
export function openAllocationDesk(
  { em, clock, platforms }: { readonly em: Em; readonly clock: Clock; readonly platforms: Platforms },
  wake: () => void = () => undefined,
) {
  const tools = { em, clock }
  const waking = async <Outcome>(command: Promise<Outcome>): Promise<Outcome> => {
    const outcome = await command
    wake()
    return outcome
  }
  return {
    /** The rules that count or will, or those of an older version. */
    async rules(version?: number) {
      const own = em.fork()
      const book = await readBook(own, version)
      return { version: book.version, rules: await showRules(own, book.rules) }
    },
    listVersions: (wanted: Parameters<typeof listVersions>[1]) => listVersions(em.fork(), wanted),
    /** What may be oversold by choice, and what of it is used. */
    budget: () => showBudget(tools),
    listCharges: (wanted: Parameters<typeof listCharges>[1]) => listCharges(em.fork(), wanted),
    overcommit: (skuId: string) => showOvercommit(tools, skuId),
    async overcommitAsked(skuIds: readonly SkuId[]) {
      const asked = await readAsked(tools, skuIds)
      return new Map(skuIds.map((skuId) => [skuId, asked]))
    },
    explain: (asked: ExplainQuota) => explainQuota(tools, asked),
    async try(asked: TryRules) {
      const tried = await tryRules({ ...tools, signal: clock.deadline(PATIENCE_MS) }, asked)
      return tried.kind === 'refused' ? tried : countCalls(em.fork(), platforms, tried)
    },
    apply: (asked: RuleChange & Changing) => waking(applyRules(tools, asked)),
    restore: (asked: Changing & { readonly version: number | null }) => waking(restoreRules(tools, asked)),
  }
}
