import type { Em } from '../db/orm.ts'
import type { JobTools } from '../jobs/durable/job-task.ts'
import type { MasterKeys } from '../secrets/master-keys.ts'
import { alarmText } from './alarm-text.ts'
import { askDelivery } from './announce.ts'
import { findTarget, type SealedTarget } from './find-targets.ts'
import { problemOf, toRequest } from './message.ts'
import { markFailed, markSent, planNotices, unsentMessages, type UnsentMessage } from './notices.ts'
import { openTarget } from './target-secrets.ts'
import type { Messenger } from './target.ts'

/** A target did not take a message; it is tried again later. */
export class TargetFailed extends Error {
  override readonly name = 'TargetFailed'
}

export interface DeliveryTools extends JobTools {
  readonly keys: MasterKeys
  readonly messenger: Messenger
}

/**
 * Tells one target what waits for it, within its limits. Which notices make one message is written down before it is sent,
 * so every try sends the same under the same id; what there is no room for is told together once there is.
 */
export async function deliver(
  tools: DeliveryTools,
  { targetId }: { readonly targetId: string },
  signal: AbortSignal,
): Promise<void> {
  const { em, clock, book } = tools
  const target = await findTarget(em.fork(), targetId)
  if (!target) return
  await sendUnsent(tools, target, signal)
  const nextAt = await book((tx) => planNotices(tx, targetId, clock.now()))
  await sendUnsent(tools, target, signal)
  if (nextAt) await book((tx) => askDelivery(tx, targetId, nextAt))
}

async function sendUnsent(tools: DeliveryTools, target: SealedTarget, signal: AbortSignal): Promise<void> {
  const { em, clock, book } = tools
  for (const message of await unsentMessages(em.fork(), target.id)) {
    signal.throwIfAborted()
    const problem = await send(tools, { target, message }, signal)
    if (problem !== null) {
      await book((tx) => markFailed(tx, { targetId: target.id, problem, now: clock.now() }))
      throw new TargetFailed(problem)
    }
    await book((tx) => markSent(tx, { targetId: target.id, messageId: message.id, now: clock.now() }))
  }
}

async function send(
  { em, clock, keys, messenger }: DeliveryTools,
  { target, message }: { readonly target: SealedTarget; readonly message: UnsentMessage },
  signal: AbortSignal,
): Promise<string | null> {
  const { id, event, alarms } = message
  const { kind } = target.shown
  const told = { id, event, text: alarmText(alarms, event), data: { merchant: merchantOf(em), alarms } }
  const answer = await messenger.post(toRequest(kind, openTarget(em, target, keys), told, clock.now()), signal)
  return answer.kind === 'answered' ? problemOf(kind, answer) : 'it could not be reached'
}

/** Its code: the schema is called after it. */
function merchantOf({ schema = '' }: Em): string {
  return schema.replace(/^m_/, '')
}
