import { ReceiveStockDocument, CreateSkuDocument, CreateLocationDocument } from '../e2e/generated/documents.ts'
import type { TestApi } from './api.ts'

/** Makes what is missing of SKUs and locations, and receives units there. */
export async function receive(
  api: TestApi,
  key: string,
  { location, skus, units }: { readonly location: string; readonly skus: readonly string[]; readonly units: number },
): Promise<void> {
  await api.ask(CreateLocationDocument, { key, variables: { input: { code: location, name: location, kind: 'WAREHOUSE' } } })
  for (const code of skus) await api.ask(CreateSkuDocument, { key, variables: { input: { code, name: code } } })
  const lines = skus.map((sku) => ({ sku, units }))
  const { data } = await api.ask(ReceiveStockDocument, {
    key,
    variables: { key: crypto.randomUUID(), input: { location, lines } },
  })
  if (data?.receiveStock.__typename !== 'Booked') throw new Error(`nothing received: ${JSON.stringify(data)}`)
}
