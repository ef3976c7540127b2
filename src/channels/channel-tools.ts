import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import type { MasterKeys } from '../secrets/master-keys.ts'
import type { Platforms } from './connect.ts'

/** What commands about one merchant's channels work with. */
export interface ChannelTools {
  /** Of the merchant's schema. */
  readonly em: Em
  readonly platforms: Platforms
  /** Undefined where the operator has named none: then no credential can be kept. */
  readonly keys: MasterKeys | undefined
  readonly clock: Clock
}
