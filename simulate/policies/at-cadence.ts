import type { Tending } from '../../src/channels/tending.ts'
import type { ShopFront } from '../world/shop-front.ts'

/** What is read over these is counted apart from what something is settled by. */
export function atCadence(connections: Tending['connections'], { network }: ShopFront): Tending['connections'] {
  return {
    ...connections,
    open: async (...asked) => {
      const connection = await connections.open(...asked)
      if (!connection) return undefined
      const { connector } = connection
      const readStock: typeof connector.readStock = async (...read) => {
        const readings = await connector.readStock(...read)
        network.wasAtCadence()
        return readings
      }
      return { ...connection, connector: { ...connector, readStock } }
    },
  }
}
