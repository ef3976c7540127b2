/** What really happened to a listing's counter, for checks: nothing a platform would ever tell. */
export interface JournalEntry {
  readonly at: Date
  readonly listingId: string
  readonly why: 'call' | 'hand' | 'taken' | 'restored'
  readonly moved: number
  readonly resulting: number
  readonly key: string | null
  readonly orderId: string | null
}
