/**
 * A page of another site must not open a socket in the name of whoever looks at it. Programs send no origin; a browser
 * sends that of its page, which has to be ours.
 */
export function isOurOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true
  if (!URL.canParse(origin) || host === undefined) return false
  return new URL(origin).host === host.toLowerCase()
}
