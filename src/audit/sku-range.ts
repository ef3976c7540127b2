/** The SKUs with an id above one and at most another: one step of an audit. */
export interface SkuRange {
  readonly above: string
  readonly through: string
}
