import type { Principal } from '../src/access/principal.ts'
import { assert } from '../src/domain/assert.ts'
import { followOf, type Events, type Follow } from '../src/events/events.ts'
import type { AccessDesk } from '../src/gateway/access-desk.ts'
import type { MerchantDesk, MerchantDesks } from '../src/gateway/merchant-desks.ts'
import { Loaders } from './loaders.ts'

/** All that a resolver may hold: who asks, and desks that know no database. */
export interface RequestContext {
  readonly requestId: string
  readonly principal: Principal
  /** Of the credential's merchant; root fields that need one are only reached with one. */
  readonly desk: () => MerchantDesk
  /** Of this request alone: nothing that one request has loaded is seen by another. */
  readonly loaders: () => Loaders
  readonly access: AccessDesk
  readonly now: () => Date
  /** What can be followed of the merchant. */
  readonly follow: () => Follow
}

export function contextFactory(
  parts: Pick<RequestContext, 'access' | 'now'> & { readonly desks: MerchantDesks; readonly events: Events },
) {
  const { desks, access, now, events } = parts
  return ({ principal, requestId }: Pick<RequestContext, 'principal' | 'requestId'>): RequestContext => {
    const desk = (): MerchantDesk => {
      assert(principal.merchant !== null, 'a field of a merchant was reached without one')
      return desks.of(principal.merchant.schema)
    }
    const follow = (): Follow => {
      assert(principal.merchant !== null, 'a field of a merchant was reached without one')
      return followOf(events, principal.merchant.schema)
    }
    let loaders: Loaders | undefined
    return { requestId, principal, desk, access, now, follow, loaders: () => (loaders ??= new Loaders(desk(), principal)) }
  }
}
