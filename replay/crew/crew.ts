/** Orders that a shop tells of. */
export interface Told {
  readonly channelId: string
  readonly orderIds: readonly string[]
}

/** Who does the product's work in a replay, by a clock that only the replay moves. */
export interface Crew extends AsyncDisposable {
  /** Something may have come due: returns once everybody has done what they can at this instant. */
  wake(): Promise<void>
  /** Shops have told of these orders. */
  push(told: readonly Told[]): Promise<void>
  /** What the shops list is read once: nothing of it changes afterwards. */
  listingsKnown(): Promise<void>
  /** Moves the clock on, and lets everybody do what comes due on the way. */
  advanceTo(ms: number): Promise<void>
}
