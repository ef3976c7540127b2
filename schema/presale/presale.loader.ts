import type { PresaleDesk } from '../../src/gateway/presale-desk.ts'
import { loaderOf } from '../loader-of.ts'

export function expectedReceipts(desk: PresaleDesk) {
  return loaderOf((ids: readonly string[]) => desk.receipts(ids))
}

/** By the key of a claim. */
export function presaleHistory(desk: PresaleDesk) {
  return loaderOf((keys: readonly string[]) => desk.history(keys))
}
