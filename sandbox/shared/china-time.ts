const zoneMs = 8 * 3_600_000

/** The platform's own spelling of a moment: China's time, whole seconds, no zone mark. */
export function chinaTime(at: Date): string {
  return new Date(at.getTime() + zoneMs).toISOString().slice(0, 19).replace('T', ' ')
}

/** Null for text that is not exactly such a time. */
export function readChinaTime(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return null
  const ms = Date.parse(`${text.replace(' ', 'T')}Z`) - zoneMs
  return Number.isNaN(ms) ? null : new Date(ms)
}
