/** What a shop's authorisation gives. Times are on our clock; null where the platform does not say. */
export interface TokenGrant {
  readonly accessToken: string
  readonly refreshToken: string | null
  readonly expiresAt: Date | null
  readonly refreshExpiresAt: Date | null
  /** The platform's id of the shop that granted it: compared with the channel's, so that no foreign shop is connected. */
  readonly shopId: string | null
  /** Permission levels that end at their own time, such as Taobao's r1, r2, w1, w2. */
  readonly levels: readonly { readonly name: string; readonly expiresAt: Date }[]
}
