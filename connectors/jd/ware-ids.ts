import type { JdClient } from './jd-client.ts'
import { SkuPage, skuSearch } from './wire-sku.ts'

const skusPerCall = 20
/** So many are remembered; a SKU never moves to another product. */
const mostKnown = 50_000

/** Which product a SKU belongs to, for answers that name only the SKU. Remembers what it asked once. */
export class WareIds {
  readonly #client: JdClient
  readonly #known = new Map<string, string>()

  constructor(client: JdClient) {
    this.#client = client
  }

  /** SKUs the shop does not have are left out. */
  async find(skuIds: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    if (this.#known.size > mostKnown) this.#known.clear()
    const asked = [...new Set(skuIds)].filter((id) => !this.#known.has(id))
    for (let start = 0; start < asked.length; start += skusPerCall) {
      const parameters = {
        skuId: asked.slice(start, start + skusPerCall),
        skuStatuValue: [1, 2, 4],
        pageNo: 1,
        page_size: skusPerCall,
        field: 'skuId,wareId',
      }
      const { page } = await this.#client.read(skuSearch, SkuPage, { signal, parameters })
      for (const { skuId, wareId } of page.data) this.#known.set(skuId, wareId)
    }
    return this.#known
  }
}
