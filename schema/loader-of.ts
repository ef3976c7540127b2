import DataLoader from 'dataloader'

const BATCH_MAX = 5_000

/** One look-up for all ids asked for at once; what is not found is undefined. */
export function loaderOf<Id extends string, Row>(
  find: (ids: readonly Id[]) => Promise<ReadonlyMap<string, Row>>,
  { maxBatchSize = BATCH_MAX }: { readonly maxBatchSize?: number } = {},
) {
  const load = async (ids: readonly Id[]): Promise<(Row | undefined)[]> => {
    const found = await find(ids)
    return ids.map((id) => found.get(id))
  }
  return new DataLoader<Id, Row | undefined>(load, { maxBatchSize })
}
