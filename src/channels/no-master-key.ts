import { refuseChannel, type ChannelRefused } from './refusal.ts'

export function noMasterKey(): ChannelRefused {
  const message = 'credentials cannot be kept: the operator has to set MASTER_KEYS or MASTER_KEYS_FILE (docs/configuration.md)'
  return refuseChannel('NO_MASTER_KEY', message)
}
