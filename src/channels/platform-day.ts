const CHINA_MS = 8 * 3_600_000

/** The day it is for the platforms, all of which count calls by days of China: `2026-11-11`. */
export function platformDay(now: Date): string {
  return new Date(now.getTime() + CHINA_MS).toISOString().slice(0, 10)
}
