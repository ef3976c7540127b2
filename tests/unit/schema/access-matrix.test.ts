import { defaultFieldResolver, isObjectType, type GraphQLField } from 'graphql'
import { describe, expect, it } from 'vitest'
import type { Principal } from '../../../src/access/principal.ts'
import { roles, type Role } from '../../../src/access/role.ts'
import { accessOf, Allow, EVERYONE } from '../../../schema/access.ts'
import { buildApi } from '../../../schema/build-schema.ts'
import { Query, Resolver } from '../../../schema/decorators.ts'
import { guardSchema, UndeclaredAccessError } from '../../../schema/guard-schema.ts'
import { buildSchemaSync } from 'type-graphql'

/**
 * Who may use which root field: v(iewer), s(torefront), o(perator), a(dmin). Then what a credential limited to channels or
 * locations gets (o)pen, (c)hecked or (-) nothing, and whether it needs a merchant (m), the installation (i), or either (e).
 */
const MATRIX = `
  Query.me                      vsoa o e
  Query.skus                    vsoa o m
  Query.sku                     vsoa o m
  Query.skusByCode              vsoa o m
  Query.skusAtLocation          vsoa c m
  Query.skusInPool              vsoa o m
  Query.pools                   vsoa o m
  Query.pool                    vsoa o m
  Query.locations               vsoa c m
  Query.location                vsoa c m
  Query.recipes                 vsoa o m
  Query.recipe                  vsoa o m
  Query.channels                vsoa c m
  Query.listings                v-oa c m
  Query.listingMoves            v-oa c m
  Query.listingEdits            v-oa c m
  Query.shadowReport            v-oa c m
  Query.shipments               v-oa - m
  Query.shipment                v-oa - m
  Query.manualOrders            v-oa - m
  Query.shortfalls              v-oa - m
  Query.penalties               v-oa - m
  Query.carriers                v-oa c m
  Query.orders                  v-oa c m
  Query.order                   v-oa c m
  Query.hold                    vsoa c m
  Query.holds                   v-oa - m
  Query.ledger                  v-oa - m
  Query.moves                   v-oa - m
  Query.transfers               v-oa - m
  Query.documents               v-oa - m
  Query.alarms                  v-oa - m
  Query.expectedReceipts        v-oa - m
  Query.presaleOrders           v-oa - m
  Query.presaleQuotas           v-oa - m
  Query.allocationRules         v-oa - m
  Query.ruleVersions            v-oa - m
  Query.explainQuota            v-oa - m
  Query.tryRules                --oa - m
  Query.overcommit              v-oa - m
  Query.overcommitBudget        v-oa - m
  Query.overcommitCharges       v-oa - m
  Query.campaigns               v-oa - m
  Query.campaign                v-oa - m
  Query.campaignComparison      v-oa - m
  Query.alarmTargets            ---a - m
  Query.apiKeys                 ---a - m
  Query.auditLog                ---a - m
  Subscription.alarmRaised      v-oa - m
  Subscription.orderChanged     v-oa c m
  Subscription.quotaChanged     v-oa c m
  Subscription.campaignProgress v-oa - m
  Mutation.hold                 -soa c m
  Mutation.replaceHold          -soa c m
  Mutation.extendHold           -soa c m
  Mutation.commitHold           -soa c m
  Mutation.releaseHold          -soa c m
  Mutation.shipHold             --oa c m
  Mutation.shipOrder            --oa c m
  Mutation.correctShipment      --oa - m
  Mutation.withdrawShipment     --oa - m
  Mutation.createManualOrder    --oa - m
  Mutation.changeManualOrder    --oa - m
  Mutation.cancelManualOrder    --oa - m
  Mutation.applyShortfallPlan   --oa - m
  Mutation.endShortfallTask     --oa - m
  Mutation.setPenalty           --oa - m
  Mutation.removePenalty        --oa - m
  Mutation.nameCarrier          --oa - m
  Mutation.acknowledgeHold      --oa c m
  Mutation.receiveStock         --oa c m
  Mutation.adjustStock          --oa c m
  Mutation.changeCondition      --oa c m
  Mutation.countStock           --oa c m
  Mutation.dispatchTransfer     --oa c m
  Mutation.receiveTransfer      --oa - m
  Mutation.setSafetyStock       --oa - m
  Mutation.submitDocuments      --oa - m
  Mutation.settleAlarm          --oa - m
  Mutation.createExpectedReceipt --oa - m
  Mutation.changeExpectedReceipt --oa - m
  Mutation.cancelExpectedReceipt --oa - m
  Mutation.closeExpectedReceipt --oa - m
  Mutation.setPresaleQuota      --oa - m
  Mutation.applyRules           --oa - m
  Mutation.restoreRules         --oa - m
  Mutation.planCampaign         --oa - m
  Mutation.grantCampaign        --oa - m
  Mutation.changeCampaign       --oa - m
  Mutation.endCampaign          --oa - m
  Mutation.createAlarmTarget    ---a - m
  Mutation.testAlarmTarget      ---a - m
  Mutation.removeAlarmTarget    ---a - m
  Mutation.createSku            --oa - m
  Mutation.updateSku            --oa - m
  Mutation.archiveSku           --oa - m
  Mutation.unarchiveSku         --oa - m
  Mutation.createPool           --oa - m
  Mutation.updatePool           --oa - m
  Mutation.createLocation       --oa - m
  Mutation.updateLocation       --oa - m
  Mutation.archiveLocation      --oa - m
  Mutation.unarchiveLocation    --oa - m
  Mutation.defineRecipe         --oa - m
  Mutation.archiveRecipe        --oa - m
  Mutation.unarchiveRecipe      --oa - m
  Mutation.createDirectChannel  --oa - m
  Mutation.createChannel        ---a - m
  Mutation.authoriseChannel     ---a - m
  Mutation.discoverListings     --oa - m
  Mutation.readOrders           --oa - m
  Mutation.mapListing           --oa - m
  Mutation.sellAhead            --oa - m
  Mutation.mapListings          --oa - m
  Mutation.joinChannel          ---a - m
  Mutation.stopSelling          --oa - m
  Mutation.resumeSelling        --oa - m
  Mutation.boostListing         --oa - m
  Mutation.probeListing         --oa - m
  Mutation.allowRaises          --oa - m
  Mutation.setHandEdits         --oa - m
  Mutation.writeOffListing      ---a - m
  Mutation.pauseChannel         --oa - m
  Mutation.resumeChannel        ---a - m
  Mutation.handBackChannel      ---a - m
  Mutation.archiveChannel       ---a - m
  Mutation.createApiKey         ---a - e
  Mutation.revokeApiKey         ---a - e
  Mutation.createMerchant       ---a - i
  Mutation.shutOutSubject       ---a - i
`
const table = new Map(
  MATRIX.trim()
    .split('\n')
    .map((row) => row.trim().split(/ +/))
    .map(([field = '', allowed = '', limited = '', scope = '']) => [field, { allowed, limited, scope }]),
)

const schema = buildApi()
const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
  Object.values(type?.getFields() ?? {}).map((field) => ({ name: `${type?.name}.${field.name}`, field })),
)

const merchant = { id: '1', code: 'test', schema: 'm_test' }
const person = (role: Role, more: Partial<Principal> = {}): Principal => ({
  actor: 'key:1',
  role,
  merchant,
  installation: false,
  channels: null,
  locations: null,
  ...more,
})

/** Whether the guard lets this credential through to the resolver, which here finds nothing to work with. */
async function passes(field: GraphQLField<unknown, unknown>, principal: Principal): Promise<boolean> {
  const reached = new Error('reached')
  const desk = (): never => {
    throw reached
  }
  // Whoever may not follow something is told so before they are told of the first event.
  const resolve = field.subscribe ?? field.resolve ?? defaultFieldResolver
  try {
    await resolve(
      {},
      ARGUMENTS,
      { principal, desk, loaders: desk, follow: desk, access: {}, now: desk, requestId: '' },
      Object({}),
    )
    return true
  } catch (error) {
    return !(error instanceof Error && error.name === 'ForbiddenError')
  }
}

/** Enough of every argument that the resolvers before their first question to a desk do not stumble. */
const ARGUMENTS = { code: 'x', key: 'k', first: 1, id: '1', holdId: '1', codes: [], input: { lines: [], rows: [] } }

describe('every root field', () => {
  it('stands in the matrix, and the matrix names no other', () => {
    expect(roots.map(({ name }) => name).toSorted()).toEqual([...table.keys()].toSorted())
  })

  it.each(roots)('$name lets in the roles of the matrix and no other', async ({ name, field }) => {
    const { allowed = '', limited = '', scope = '' } = table.get(name) ?? {}
    const installation = scope === 'i'
    for (const role of roles) {
      expect([role, await passes(field, person(role, { installation }))]).toEqual([role, allowed.includes(role.charAt(0))])
    }
    const strongest = roles.findLast((role) => allowed.includes(role.charAt(0))) ?? 'admin'
    const withLimits = person(strongest, { installation, channels: ['x'], locations: ['x'] })
    expect(await passes(field, withLimits)).toBe(limited !== '-')
    expect(await passes(field, person(strongest, { installation, merchant: null }))).toBe(scope !== 'm')
    expect(await passes(field, person(strongest))).toBe(scope !== 'i')
  })
})

it('every object type says who may see it', () => {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'))
  const silent = types.filter((type) => !['Query', 'Mutation', 'Subscription'].includes(type.name) && !accessOf(type.extensions))
  expect(silent.map(({ name }) => name)).toEqual([])
})

describe('a schema', () => {
  it('does not build with a field that says nothing', () => {
    @Resolver()
    class Silent {
      @Query(() => String)
      silent(): string {
        return 'x'
      }
    }
    const build = () => guardSchema(buildSchemaSync({ resolvers: [Silent], validate: false }))
    expect(build).toThrow(UndeclaredAccessError)
    expect(build).toThrow(/Query\.silent/)
  })

  it('refuses limited credentials where a field says nothing of limits', async () => {
    @Resolver()
    class Thoughtless {
      @Allow(EVERYONE)
      @Query(() => String)
      thoughtless(): string {
        return 'x'
      }
    }
    const built = guardSchema(buildSchemaSync({ resolvers: [Thoughtless], validate: false }))
    const field = built.getQueryType()?.getFields()['thoughtless']
    if (!field) throw new Error('no field')
    expect(await passes(field, person('viewer'))).toBe(true)
    expect(await passes(field, person('viewer', { locations: ['x'] }))).toBe(false)
  })
})
