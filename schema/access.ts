import { isLimited, type Principal } from '../src/access/principal.ts'
import { roles, type Role } from '../src/access/role.ts'
import { Extensions } from './decorators.ts'
import { ForbiddenError } from './errors.ts'

/** Who may reach a type or a root field. */
export interface Access {
  readonly roles: readonly Role[]
  /**
   * What a credential that is limited to channels or locations gets. `refused` is the default: nobody has thought about it.
   * `open`: it concerns no channel or location. `checked`: the resolver keeps to the limits.
   */
  readonly limited: 'refused' | 'open' | 'checked'
  /** `either` is for credentials with the right over the installation that belong to no merchant, too. */
  readonly scope: 'merchant' | 'installation' | 'either'
}

export const EVERYONE: readonly Role[] = roles
export const READERS: readonly Role[] = ['viewer', 'operator', 'admin']
export const SELLERS: readonly Role[] = ['storefront', 'operator', 'admin']
export const OPERATORS: readonly Role[] = ['operator', 'admin']
export const ADMINS: readonly Role[] = ['admin']

const KEY = 'access'

/** Every object type carries this: whoever may see it sees it wherever a field leads to it. */
export function Visible(to: readonly Role[]) {
  const access: Access = { roles: to, limited: 'open', scope: 'either' }
  return Extensions({ [KEY]: access })
}

/** Every root field carries this: without it the schema does not build. */
export function Allow(allowed: readonly Role[], more: Partial<Omit<Access, 'roles'>> = {}) {
  const access: Access = { limited: 'refused', scope: 'merchant', ...more, roles: allowed }
  return Extensions({ [KEY]: access })
}

export function accessOf(extensions: Readonly<Record<string, unknown>>): Access | undefined {
  const access = extensions[KEY]
  // Only `Allow` writes this key.
  return access === undefined ? undefined : (access as Access)
}

/** @throws ForbiddenError */
export function authorize(principal: Principal, access: Access, what: string): void {
  if (!access.roles.includes(principal.role)) throw new ForbiddenError(`The role ${principal.role} may not use ${what}.`)
  if (access.scope === 'installation' && !principal.installation)
    throw new ForbiddenError(`Only a key with the right over the installation may use ${what}.`)
  if (access.scope === 'merchant' && principal.merchant === null)
    throw new ForbiddenError(`This credential belongs to no merchant: ${what} needs one of a merchant.`)
  if (access.limited === 'refused' && isLimited(principal))
    throw new ForbiddenError(`A credential limited to channels or locations may not use ${what}.`)
}
