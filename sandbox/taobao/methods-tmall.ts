import { z } from 'zod'
import type { MarketListing } from '../shared/market/listing.ts'
import type { Method, MethodCall } from './call.ts'
import { changeAll, itemRows, noSku, type Wanted } from './methods-stock.ts'
import { serviceCode } from './methods-trades.ts'
import { business, invalid, missing } from './top-error.ts'

const Options = z.strictObject({ type: z.union([z.literal(1), z.literal(2)]).default(1), outer_biz_key: z.string().optional() })
const SkuQuantities = z.array(
  z.object({
    sku_id: z.union([z.string(), z.number()]).transform(String).optional(),
    outer_id: z.string().optional(),
    quantity: z.coerce.number().int(),
  }),
)

/** tmall.item.quantity.update: as the other batch, and a delta may carry a key by which it is known again. */
export const tmallQuantityUpdate: Method = (call) => {
  const { parameters, shop, state } = call
  if (state.shopTypes.get(shop.id) !== 'B') throw business(serviceCode(call), 'isv.invalid-permission', '非天猫卖家')
  const itemId = parameters.required('item_id')
  const options = readJson(parameters.optional('options') ?? '{}', Options, 'options')
  const wanted = wantedRows(call, itemRows(call, itemId))
  const result = { quantity_update_result: itemId }
  const key = options.outer_biz_key
  if (options.type === 1) {
    changeAll(call, wanted, { kind: 'set', belowZero: state.switches.get('negativeSet') === 'clamped' ? 'clamp' : 'refuse' })
    return result
  }
  if (key !== undefined && !/^[0-9a-fA-F]+$/.test(key)) throw invalid('outer_biz_key')
  if (key !== undefined && known(call, key)) return result
  const belowZero = state.switches.get('keyedBelowZero') === 'clamped' ? 'clamp' : 'refuse'
  changeAll(call, wanted, { kind: 'delta', belowZero, ...(key === undefined ? {} : { key }) })
  if (key !== undefined) shop.usedKeys.set(key, { at: state.world.now(), resulting: 0 })
  return result
}

/** What a key seen before does: nothing, silently; nothing, with an error; or everything again. */
function known(call: MethodCall, key: string): boolean {
  if (!call.shop.usedKeys.has(key)) return false
  const repeated = call.state.switches.get('repeatedKey')
  if (repeated === 'error') throw business(serviceCode(call), 'isv.outer-biz-key-repeat', '重复的外部业务单号')
  return repeated === 'applied once'
}

function wantedRows(call: MethodCall, rows: readonly MarketListing[]): Wanted[] {
  const skus = call.parameters.optional('sku_quantities')
  const [first] = rows
  if (skus === null) {
    if (call.parameters.optional('item_quantity') === null) throw missing('sku_quantities')
    if (!first || first.skuId !== null) throw business(serviceCode(call), 'isv.invalid-parameter', '宝贝含有销售属性')
    return [{ listing: first, units: call.parameters.int('item_quantity', { min: -1_000_000, max: 1_000_000 }) }]
  }
  return readJson(skus, SkuQuantities, 'sku_quantities').map(({ sku_id: sku, outer_id: outer, quantity }) => {
    const listing = rows.find(({ skuId, merchantCode }) => (sku === undefined ? merchantCode === outer : skuId === sku))
    if (!listing) throw noSku(call)
    return { listing, units: quantity }
  })
}

function readJson<Schema extends z.ZodType>(text: string, schema: Schema, name: string): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw invalid(name)
  }
}
