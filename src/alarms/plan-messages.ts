const WINDOW_MS = 60_000

/** How much one target is told in a minute. Robots take 20 messages. */
export const MESSAGE_LIMITS = { all: 15, kind: 4 } as const

export interface WaitingNotice {
  readonly alarmId: string
  readonly kind: string
  readonly event: 'raised' | 'settled'
}

/** Messages already made within the last minute, by kind. */
export interface PastMessage {
  readonly kind: string
  readonly atMs: number
}

export interface MessagePlan {
  readonly messages: readonly (readonly WaitingNotice[])[]
  /** When the notices that are held back may be told; null when none is. */
  readonly nextAtMs: number | null
}

/**
 * Which notices go out now, and which together. As long as there is room for each alone, each is told alone; the last
 * message of a kind that its minute has room for takes all that are left, and what comes later waits for the next.
 */
export function planMessages(
  waiting: readonly WaitingNotice[],
  { past, nowMs }: { readonly past: readonly PastMessage[]; readonly nowMs: number },
): MessagePlan {
  const recent = past.filter(({ atMs }) => atMs > nowMs - WINDOW_MS).toSorted((a, b) => a.atMs - b.atMs)
  let room = Math.max(0, MESSAGE_LIMITS.all - recent.length)
  const messages: (readonly WaitingNotice[])[] = []
  let nextAtMs: number | null = null
  for (const notices of Map.groupBy(waiting, ({ kind, event }) => `${kind} ${event}`).values()) {
    const kind = notices[0]?.kind ?? ''
    const ofKind = recent.filter((one) => one.kind === kind)
    const planned = messages.filter((one) => one[0]?.kind === kind).length
    const roomOfKind = Math.min(room, Math.max(0, MESSAGE_LIMITS.kind - ofKind.length - planned))
    if (roomOfKind === 0) {
      // Room comes when the oldest message in the way is a minute old; one made just now is that.
      const oldestMs = (room === 0 ? recent : ofKind)[0]?.atMs ?? nowMs
      nextAtMs = Math.min(nextAtMs ?? Infinity, oldestMs + WINDOW_MS)
      continue
    }
    const alone = notices.length <= roomOfKind ? notices.length : roomOfKind - 1
    const together = notices.slice(alone)
    const made = [...notices.slice(0, alone).map((one) => [one]), ...(together.length > 0 ? [together] : [])]
    messages.push(...made)
    room -= made.length
  }
  return { messages, nextAtMs }
}
