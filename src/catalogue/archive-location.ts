import type { Em } from '../db/orm.ts'
import { toLocation } from './location.ts'
import { lockLocation } from './lock-location.ts'
import { refusedBy } from './refusal.ts'
import { whyNotEmpty, type UpdateLocationOutcome } from './update-location.ts'

/** Takes a location out of use. Its history stays; goods must have left it, or they would count in a pool nobody ships from. */
export async function archiveLocation(em: Em, code: string, now: Date): Promise<UpdateLocationOutcome> {
  return changeArchived(em, code, { archivedAt: now, now })
}

export async function unarchiveLocation(em: Em, code: string, now: Date): Promise<UpdateLocationOutcome> {
  return changeArchived(em, code, { archivedAt: null, now })
}

async function changeArchived(
  em: Em,
  code: string,
  { archivedAt, now }: { readonly archivedAt: Date | null; readonly now: Date },
): Promise<UpdateLocationOutcome> {
  return em.fork().transactional(async (tx) => {
    const location = await lockLocation(tx, code)
    if (!location) return refusedBy('code', 'UNKNOWN_LOCATION', `no location ${code}`)
    if ((location.archivedAt ?? null) === null && archivedAt === null) return { kind: 'updated', location: toLocation(location) }
    if (location.archivedAt && archivedAt) return { kind: 'updated', location: toLocation(location) }
    const refusal = archivedAt ? await whyNotEmpty(tx, location, 'code') : undefined
    if (refusal) return refusal
    location.archivedAt = archivedAt
    location.updatedAt = now
    await tx.flush()
    return { kind: 'updated', location: toLocation(location) }
  })
}
