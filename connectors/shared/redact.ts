/**
 * Makes the platform's words safe to keep: known secrets, anything shaped like a long token or signature, phone numbers
 * and control characters go, and the length is bounded. Platforms do echo what they were sent.
 */
export function redact(text: string, secrets: readonly string[]): string {
  let safe = text.slice(0, 2_000)
  for (const secret of secrets) if (secret.length >= 4) safe = safe.replaceAll(secret, '***')
  return safe
    .replace(/[A-Za-z0-9+/=_-]{24,}/g, (run) => (/^[a-z]+([._-][a-z]+)+$/i.test(run) ? run : '***'))
    .replace(/(?<!\d)1\d{10}(?!\d)/g, '***')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 300)
}
