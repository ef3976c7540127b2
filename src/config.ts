import { resolve } from 'node:path'
import { z } from 'zod'
import type { MasterKeySource } from './secrets/load-master-keys.ts'

/** What the environment may say; docs/configuration.md tells it to operators. An empty value counts as not given. */
const Env = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'is a URL like postgresql://user:password@host:5432/database' })
    .optional(),
  DATA_FOLDER: z.string().default('data'),
  EMBEDDED_DATABASE_PORT: port().optional(),
  DATABASE_CONNECTIONS_MAX: whole(1, 1_000).default(16),
  DATABASE_STATEMENT_TIMEOUT_MS: whole(0, 3_600_000).default(30_000),
  DATABASE_LOCK_TIMEOUT_MS: whole(0, 3_600_000).default(5_000),
  DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: whole(0, 3_600_000).default(30_000),
  DATABASE_MARK_FILE: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(0, 65_535).default(4000),
  JWT_ISSUER: z.string().optional(),
  JWT_AUDIENCE: z.string().optional(),
  JWT_KEYS: z.string().optional(),
  JWT_KEYS_FILE: z.string().optional(),
  MASTER_KEYS: z.string().optional(),
  MASTER_KEYS_FILE: z.string().optional(),
  WORKER_LEASE_MS: whole(1_000, 600_000).default(60_000),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
})

export interface Config {
  /** A server of the operator's, or one of ours in the data folder. */
  readonly database: { readonly kind: 'own'; readonly url: string } | EmbeddedDatabase
  /** Where it is remembered how far a server of the operator's had come; undefined keeps that in the database alone. */
  readonly markFile: string | undefined
  readonly connectionsMax: number
  readonly limits: {
    readonly statementTimeoutMs: number
    readonly lockTimeoutMs: number
    readonly idleInTransactionTimeoutMs: number
  }
  /** Port 0 picks a free one. */
  readonly http: { readonly host: string; readonly port: number }
  /** Whose signed tokens are taken, beside API keys; undefined takes none. */
  readonly tokens: TokenConfig | undefined
  /** What protects the shops' credentials; undefined keeps none. */
  readonly masterKeys: MasterKeySource | undefined
  /** How long a worker that is not heard of keeps what it has begun. */
  readonly leaseMs: number
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
}

export interface EmbeddedDatabase {
  readonly kind: 'embedded'
  readonly dataFolder: string
  readonly port: number | undefined
}

export interface TokenConfig {
  readonly issuer: string
  readonly audience: string
  /** Public keys as a JSON Web Key Set or in PEM, or the file that has them. */
  readonly keys: { readonly text: string } | { readonly file: string }
}

/** The environment says something we cannot follow; the message names each variable and says what it may be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads the whole environment once. @throws ConfigError, without the values: they may be secrets. */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Env.safeParse(given)
  if (parsed.success) return toConfig(parsed.data)
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
  throw new ConfigError(`the environment cannot be used (docs/configuration.md):\n${lines.join('\n')}`)
}

function toConfig(env: z.infer<typeof Env>): Config {
  return {
    database:
      env.DATABASE_URL === undefined
        ? { kind: 'embedded', dataFolder: resolve(env.DATA_FOLDER), port: env.EMBEDDED_DATABASE_PORT }
        : { kind: 'own', url: env.DATABASE_URL },
    markFile: env.DATABASE_MARK_FILE === undefined ? undefined : resolve(env.DATABASE_MARK_FILE),
    connectionsMax: env.DATABASE_CONNECTIONS_MAX,
    limits: {
      statementTimeoutMs: env.DATABASE_STATEMENT_TIMEOUT_MS,
      lockTimeoutMs: env.DATABASE_LOCK_TIMEOUT_MS,
      idleInTransactionTimeoutMs: env.DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS,
    },
    http: { host: env.HOST, port: env.PORT },
    tokens: toTokens(env),
    masterKeys: toMasterKeys(env),
    leaseMs: env.WORKER_LEASE_MS,
    logLevel: env.LOG_LEVEL,
  }
}

function toTokens(env: z.infer<typeof Env>): TokenConfig | undefined {
  const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_KEYS: text, JWT_KEYS_FILE: file } = env
  if (issuer === undefined && audience === undefined && text === undefined && file === undefined) return undefined
  if (issuer === undefined || audience === undefined || (text === undefined) === (file === undefined)) {
    throw new ConfigError(
      'signed tokens need JWT_ISSUER, JWT_AUDIENCE and either JWT_KEYS or JWT_KEYS_FILE (docs/configuration.md)',
    )
  }
  return { issuer, audience, keys: text === undefined ? { file: resolve(file ?? '') } : { text } }
}

/** With a database of ours they are kept beside it; on an operator's server only where the operator says. */
function toMasterKeys(env: z.infer<typeof Env>): MasterKeySource | undefined {
  const { MASTER_KEYS: text, MASTER_KEYS_FILE: file } = env
  if (text !== undefined && file !== undefined) {
    throw new ConfigError('give either MASTER_KEYS or MASTER_KEYS_FILE, not both (docs/configuration.md)')
  }
  if (text !== undefined) return { kind: 'text', text }
  if (file !== undefined) return { kind: 'file', file: resolve(file) }
  return env.DATABASE_URL === undefined ? { kind: 'folder', folder: resolve(env.DATA_FOLDER) } : undefined
}

function port() {
  return whole(1, 65_535)
}

function whole(min: number, max: number) {
  const error = `is a whole number from ${min} to ${max}`
  return z.string().regex(/^\d+$/, error).transform(Number).pipe(z.int(error).min(min, error).max(max, error))
}
