/** One step of the schema's history. Once released its statements never change: a new step follows instead. */
export interface Migration {
  /** Number and subject, like `0003-merchant-stock`; steps run in the order of their lists, which is the order of their names. */
  readonly name: string
  /**
   * The statements in order, one per string. `schema` comes quoted, and every name is qualified with it.
   * Each runs in a transaction of its own, so none may need to be outside of one (`create index concurrently`).
   */
  up(schema: string): readonly string[]
}
