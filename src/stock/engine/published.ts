import type { FailingMoves } from '../../domain/publishing/failing-moves.ts'
import type { Reading } from '../../domain/publishing/settle-reading.ts'

/** What is on record of publishing one listing. */
export interface Published {
  readonly listingId: string
  readonly channelId: string
  /** What it should be able to sell; null until somebody has reckoned it. */
  readonly wanted: number | null
  /** When the publisher has to look at it; null: nothing is to be done. */
  readonly nextAtMs: number | null
  /** Raised by whoever makes it due: what was found out before does not put it to rest. Only read here. */
  readonly revision: string
  /** How many tries were ever made: the number of the last one. */
  readonly tries: number
  /** The platform refuses lowerings until then. */
  readonly frozenUntilMs: number | null
  /** Why it gets no raises; null: it may get them. */
  readonly raisesBlocked: string | null
  /** The last number the platform told us, and when, by its clock. */
  readonly toldUnits: number | null
  readonly toldAtMs: number | null
  /** How far below zero its quota is, and the last order, by the platform's clock, that may have taken it there. */
  readonly negativeUnits: number | null
  readonly negativeAtMs: number | null
  /** Null: the last change of its number was taken. */
  readonly failing: FailingMoves | null
}

/** What orders have taken of a listing for the first time. */
export interface SoldSets {
  readonly sets: number
  readonly orders: number
}

/** A counter as it was read, waiting until every order taken before its answer is booked. */
export interface WaitingReading extends Reading {
  readonly id: string
  readonly listingId: string
  /** The number of the last try that was made before it was asked for. */
  readonly triesBefore: number
  readonly shownUnits: number | null
  readonly fence: string
  readonly closed: {
    readonly outcome: 'settled' | 'joined' | 'void'
    readonly units: number | null
    /** By how many units it lowered the quota. */
    readonly freed: number
  } | null
}

/** A listing that joins: the recipe versions its quota is open for. */
export interface Joined {
  readonly listingId: string
  readonly versionIds: readonly string[]
}

/** A listing's quota claims what this version takes too, or no longer. */
export interface VersionOpening {
  readonly listingId: string
  readonly versionId: string
  readonly open: boolean
}

export interface VersionGrant {
  readonly versionId: string
  readonly effectiveAtMs: number
}

export function newlyPublished(listingId: string, channelId: string): Published {
  return {
    listingId,
    channelId,
    wanted: null,
    nextAtMs: null,
    revision: '0',
    tries: 0,
    frozenUntilMs: null,
    raisesBlocked: null,
    toldUnits: null,
    toldAtMs: null,
    negativeUnits: null,
    negativeAtMs: null,
    failing: null,
  }
}
