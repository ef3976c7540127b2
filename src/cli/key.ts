import { parseArgs } from 'node:util'
import { createApiKey } from '../access/create-api-key.ts'
import { findMerchant } from '../access/find-merchant.ts'
import { listApiKeys } from '../access/list-api-keys.ts'
import { revokeApiKey } from '../access/revoke-api-key.ts'
import { isRole, roles } from '../access/role.ts'
import { shutOutSubject } from '../access/shut-out-subject.ts'
import type { Em } from '../db/orm.ts'
import { runTool, UsageError } from './run-tool.ts'

const LIST_MAX = 200

/** `npm run key`: makes, lists and revokes API keys; docs/access.md has the options. */
await runTool(async ({ orm, clock }) => {
  const lines = await run(orm.em.fork(), readOptions(), clock.now())
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
  return 0
})

function readOptions() {
  const { values } = parseArgs({
    options: {
      merchant: { type: 'string' },
      role: { type: 'string' },
      name: { type: 'string' },
      channel: { type: 'string', multiple: true },
      location: { type: 'string', multiple: true },
      expires: { type: 'string' },
      installation: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      revoke: { type: 'string' },
      'shut-out': { type: 'string' },
      'let-in': { type: 'string' },
    },
    strict: true,
  })
  return values
}

type Options = ReturnType<typeof readOptions>

async function run(em: Em, options: Options, now: Date): Promise<readonly string[]> {
  if (options.revoke !== undefined) {
    const outcome = await revokeApiKey(em, { id: options.revoke, merchantId: null }, { by: 'command line', now })
    if (outcome.kind === 'refused') throw new UsageError(outcome.message)
    return [`Key ${outcome.id} is revoked.`]
  }
  const subject = options['shut-out'] ?? options['let-in']
  if (subject !== undefined) return shutOut(em, { subject, shutOut: options['shut-out'] !== undefined }, now)
  return options.list ? list(em, options) : make(em, options, now)
}

async function shutOut(em: Em, wanted: { readonly subject: string; readonly shutOut: boolean }, now: Date) {
  const outcome = await shutOutSubject(em, wanted, { by: 'command line', now })
  if (outcome.kind === 'refused') throw new UsageError(outcome.message)
  return [outcome.shutOut ? `Tokens of ${outcome.subject} are no longer taken.` : `Tokens of ${outcome.subject} are taken again.`]
}

async function list(em: Em, { merchant: code }: Options): Promise<readonly string[]> {
  if (code === undefined) throw new UsageError('name the merchant: --merchant CODE')
  const merchant = await findMerchant(em, code)
  if (!merchant) throw new UsageError(`no merchant ${code}`)
  const keys = await listApiKeys(em, { merchantId: merchant.id, first: LIST_MAX, beforeId: null })
  return keys.map(({ id, shownPrefix, role, name, revokedAt, expiresAt }) => {
    const end = revokedAt ? `revoked ${revokedAt.toISOString()}` : expiresAt ? `until ${expiresAt.toISOString()}` : 'no end'
    return [id, `${shownPrefix}...`, role, name, end].join('\t')
  })
}

async function make(em: Em, options: Options, now: Date): Promise<readonly string[]> {
  const { merchant = null, role = '', channel = null, location = null, installation, expires } = options
  if (!isRole(role)) throw new UsageError(`name the role: --role ${roles.join('|')}`)
  const expiresAt = expires === undefined ? null : new Date(expires)
  if (expiresAt !== null && Number.isNaN(expiresAt.getTime())) throw new UsageError('--expires is a date like 2027-01-31')
  const name = options.name ?? role
  const request = { merchant, name, role, channels: channel, locations: location, installation, expiresAt }
  const made = await createApiKey(em, request, { by: 'command line', now })
  if (made.kind === 'refused') throw new UsageError(made.message)
  return [`Key ${made.apiKey.id} (${role}), shown this once:`, made.secret]
}
