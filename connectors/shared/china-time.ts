const chinaOffsetMs = 8 * 3_600_000
const shape = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})/

/** `yyyy-MM-dd HH:mm:ss` in China's time, whatever zone this machine is in. The platforms write no zone. */
export function toChinaTime(at: Date): string {
  return new Date(at.getTime() + chinaOffsetMs).toISOString().slice(0, 19).replace('T', ' ')
}

/** Null for what the platforms write when there is no time: nothing, blanks, or the year 1. */
export function fromChinaTime(text: string | null | undefined): Date | null {
  const parts = shape.exec(text?.trim() ?? '')
  if (!parts) return null
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number)
  if (year === undefined || year < 1990) return null
  const ms = Date.UTC(year, (month ?? 1) - 1, day, hour, minute, second) - chinaOffsetMs
  return Number.isNaN(ms) ? null : new Date(ms)
}
