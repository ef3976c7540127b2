import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { recordChange } from '../access/record-change.ts'
import type { CatalogueRefused } from '../catalogue/refusal.ts'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { violates } from '../db/pg-errors.ts'
import type { MasterKeys } from '../secrets/master-keys.ts'
import { testText } from './alarm-text.ts'
import { checkTarget } from './check-target.ts'
import { findTarget, listTargets } from './find-targets.ts'
import { problemOf, toRequest } from './message.ts'
import { refuseAlarm, type AlarmRefused } from './refusal.ts'
import { openTarget, sealTarget } from './target-secrets.ts'
import type { AlarmTarget, Messenger, TargetKind, TargetSecrets } from './target.ts'

const PATIENCE_MS = 15_000
const TARGETS_MAX = 50

export interface AlarmTools {
  /** Of the merchant's schema. */
  readonly em: Em
  readonly clock: Clock
  /** Undefined where the operator has named none: then no address can be kept. */
  readonly keys: MasterKeys | undefined
  readonly messenger: Messenger
}

export interface CreateTarget extends TargetSecrets {
  readonly name: string
  readonly kind: TargetKind
  readonly criticalOnly: boolean
  readonly settled: boolean
  readonly actor: string
}

export type CreateTargetOutcome = { readonly kind: 'created'; readonly target: AlarmTarget } | AlarmRefused | CatalogueRefused

/** From now on it is told of every new alarm. */
export async function createTarget(
  { em, clock, keys, messenger }: AlarmTools,
  input: CreateTarget,
): Promise<CreateTargetOutcome> {
  const refused = checkTarget(input, messenger)
  if (refused) return refused
  if (!keys) return noMasterKey()
  const { name, kind, url, secret, criticalOnly, settled, actor } = input
  const id = randomUUID()
  try {
    return await em.fork().transactional(async (tx) => {
      if ((await listTargets(tx)).length >= TARGETS_MAX) {
        return refuseAlarm('INVALID', `there are ${TARGETS_MAX} targets already: remove one first`)
      }
      const sealed = sealTarget(tx, id, { url, secret }, keys)
      await sql`
        insert into ${sql.table('alarm_target')} (id, name, kind, sealed, shown, critical_only, settled, created_at)
        values (${id}, ${name}, ${kind}, ${sealed}, ${shownOf(url)}, ${criticalOnly}, ${settled}, ${clock.now()}::timestamptz)`.execute(
        merchantDb(tx),
      )
      const facts = { name, kind }
      await recordChange(tx, { actor, action: 'create_alarm_target', subject: `alarm_target:${id}`, facts }, clock.now())
      const target = await findTarget(tx, id)
      if (!target) throw new Error('the target vanished while it was created')
      return { kind: 'created', target: target.shown }
    })
  } catch (error) {
    if (!violates(error, 'alarm_target_name_key')) throw error
    return refuseAlarm('NAME_TAKEN', `there is a target ${name} already: remove it first, or choose another name`, 'name')
  }
}

export type RemoveTargetOutcome = { readonly kind: 'removed'; readonly id: string } | AlarmRefused

/** It is told nothing any more, not even what has been held back for it. */
export async function removeTarget(
  { em, clock }: AlarmTools,
  { id, actor }: { readonly id: string; readonly actor: string },
): Promise<RemoveTargetOutcome> {
  return em.fork().transactional(async (tx) => {
    const target = await findTarget(tx, id)
    if (!target) return unknownTarget(id)
    await sql`delete from ${sql.table('alarm_target')} where id = ${id}`.execute(merchantDb(tx))
    const facts = { name: target.shown.name, kind: target.shown.kind }
    await recordChange(tx, { actor, action: 'remove_alarm_target', subject: `alarm_target:${id}`, facts }, clock.now())
    return { kind: 'removed', id }
  })
}

export type TestTargetOutcome = { readonly kind: 'told'; readonly target: AlarmTarget } | AlarmRefused

/** Sends a test message at once, and says what became of it. */
export async function testTarget({ em, clock, keys, messenger }: AlarmTools, id: string): Promise<TestTargetOutcome> {
  if (!keys) return noMasterKey()
  const own = em.fork()
  const target = await findTarget(own, id)
  if (!target) return unknownTarget(id)
  const message = { id: randomUUID(), event: 'test', text: testText, data: { alarms: [] } } as const
  const request = toRequest(target.shown.kind, openTarget(own, target, keys), message, clock.now())
  const answer = await messenger.post(request, clock.deadline(PATIENCE_MS))
  const problem = answer.kind === 'answered' ? problemOf(target.shown.kind, answer) : 'it could not be reached'
  return problem === null
    ? { kind: 'told', target: target.shown }
    : refuseAlarm('TARGET_REFUSED', `the target was not told: ${problem}`)
}

function noMasterKey(): AlarmRefused {
  const message = 'addresses cannot be kept: the operator has to set MASTER_KEYS or MASTER_KEYS_FILE (docs/configuration.md)'
  return refuseAlarm('NO_MASTER_KEY', message)
}

function unknownTarget(id: string): AlarmRefused {
  return refuseAlarm('UNKNOWN_ALARM_TARGET', `there is no target ${id}`, 'id')
}

function shownOf(url: string): string {
  return `${new URL(url).host} …${url.slice(-4)}`
}
