const chinaOffsetMs = 8 * 3_600_000
const zero = '0'.charCodeAt(0)
const shape = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}/

/** `yyyy-MM-dd HH:mm:ss` in China's time, whatever zone this machine is in. The platforms write no zone. */
export function toChinaTime(at: Date): string {
  return new Date(at.getTime() + chinaOffsetMs).toISOString().slice(0, 19).replace('T', ' ')
}

/** Null for what the platforms write when there is no time: nothing, blanks, or the year 1. */
export function fromChinaTime(text: string | null | undefined): Date | null {
  const time = text?.trim() ?? ''
  if (!shape.test(time)) return null
  // Orders are full of times: by their characters they are read several times as fast as by their parts.
  const two = (at: number): number => (time.charCodeAt(at) - zero) * 10 + time.charCodeAt(at + 1) - zero
  const year = two(0) * 100 + two(2)
  if (year < 1990) return null
  return new Date(Date.UTC(year, two(5) - 1, two(8), two(11), two(14), two(17)) - chinaOffsetMs)
}
