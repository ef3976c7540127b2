import { createHash } from 'node:crypto'

/**
 * What takes listings below what their platforms' activities ask for needs the answer to what it costs: the fingerprint of the very
 * figures that were shown. Undefined: nothing is to be confirmed, or it is.
 */
export function unconfirmed(
  subject: string,
  { costs, confirm }: { readonly costs: readonly string[]; readonly confirm: string | null },
): string | undefined {
  if (costs.length === 0) return undefined
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([subject, costs]))
    .digest('hex')
    .slice(0, 16)
  if (confirm === fingerprint) return undefined
  const [what, it] = costs.length === 1 ? ['a line', 'it'] : [`${costs.length} lines`, 'them']
  return (
    `this takes ${what} below what the activity of the platform asks for, which may remove ${it}: ` +
    `${costs.slice(0, 5).join('; ')}. Confirm it with ${fingerprint}`
  )
}
