import { UsageError } from './explain-error.ts'

/** What a process is for. */
export type Role = 'gateway' | 'worker' | 'all'

const PARTS: Readonly<Record<Role, readonly ('serve' | 'work')[]>> = {
  gateway: ['serve'],
  worker: ['work'],
  all: ['serve', 'work'],
}

export function does(role: Role, part: 'serve' | 'work'): boolean {
  return PARTS[role].includes(part)
}

/** @throws UsageError when there is no such role. */
export function readRole(text: string): Role {
  if (text === 'gateway' || text === 'worker' || text === 'all') return text
  throw new UsageError(`--role is gateway, worker or all, not "${text}" (docs/configuration.md)`)
}
