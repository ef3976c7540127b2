import type { MarketListing } from '../shared/market/listing.ts'
import type { MarketStockChange, MarketStockResult } from '../shared/market/stock-change.ts'
import type { Switches } from '../shared/sandbox.ts'
import type { Method, MethodCall, Parameters } from './call.ts'
import { JdError } from './jd-error.ts'
import { idValue } from './order-payload.ts'
import { bookedUnits, shownUnits, takenUnits } from './stock-figures.ts'

/** jingdong.ware.stock.sku.query: one SKU, all its warehouses. */
export const skuQuery: Method = (call) => {
  const skuId = call.parameters.required('skuId')
  const rows = call.shop.listingsOfSku(skuId).filter(({ deleted }) => !deleted)
  if (rows.length === 0) return { returnType: { success: false, errorMessage: '查询失败' } }
  const skuStockInfos = rows.map((row) => ({
    skuId: `#${skuId}`,
    storeId: Number(row.warehouseId ?? 0),
    stockNum: shownUnits(call, row),
    orderBookingNum: bookedUnits(call, row),
    appBookingNum: 0,
    orderTransferNum: 0,
  }))
  return { returnType: { success: true, errorMessage: '', obj: { skuId: `#${skuId}`, stockModel: '', skuStockInfos } } }
}

/** jingdong.stock.read.findSkuStock: the older read; the bookings come as JSON text, if asked for. */
export const findSkuStock: Method = (call) => {
  const { parameters, shop } = call
  const skuId = parameters.required('skuId')
  const detailed = parameters.list('field').includes('detailStock')
  const rows = shop.listingsOfSku(skuId).filter(({ deleted }) => !deleted)
  const skuStocks = rows.map((row) => ({
    skuId: `#${skuId}`,
    storeId: Number(row.warehouseId ?? 0),
    stockNum: shownUnits(call, row),
    ...(detailed ? { detailStock: JSON.stringify({ orderBookingNum: bookedUnits(call, row), appBookingNum: 0 }) } : {}),
  }))
  return { skuStocks }
}

/** jingdong.stock.write.increaseSkuStock: a delta with the caller's number for it; all four are required. */
export const increaseSkuStock: Method = (call) => {
  const { parameters } = call
  const [skuId, storeId, key] = ['skuId', 'storeId', 'stockRfId'].map((name) => parameters.required(name))
  const units = parameters.int('stockNum', { min: -1_000_000, max: 1_000_000 })
  const refusal = once(call, key ?? '', () =>
    change(call, rowOf(call, skuId ?? '', storeId ?? ''), { kind: 'delta', units, key }),
  )
  if (refusal !== null) return { success: false, message: refusal }
  if (call.state.switches.get('increaseAnswer') === 'success') return { success: true }
  return { result: { skuId: `#${skuId ?? '0'}`, stockRf: { stockRfId: key }, detailCode: '', detailMsg: '' } }
}

/** jingdong.stock.write.updateSkuStock: the older full set of one SKU. */
export const updateSkuStock: Method = (call) => {
  const { parameters } = call
  const row = rowOf(call, parameters.required('skuId'), parameters.optional('storeId') ?? '0')
  const refusal = change(call, row, { kind: 'set', units: parameters.int('stockNum', { min: 0, max: 1_000_000 }) })
  return refusal === null ? { success: true } : { success: false, message: refusal }
}

/** jingdong.ware.stock.sku.set: several rows; each answers for itself inside a success. */
export const skuSet: Method = (call) => {
  const req = call.parameters.object('req')
  const rows = req.objects('skuStocks')
  const { switches } = call.state
  if (rows.length === 0 || rows.length > Number(switches.get('mostRows'))) throw new JdError(61, 'skuStocks')
  const model = req.optional('updateModel')
  const full = model === 'fullStockIn'
  if (model === null && switches.get('incrementModel') === 'refused without')
    return { returnType: { success: false, errorMessage: 'updateModel不能为空' } }
  const key = req.optional('stockRfId') ?? undefined
  const results: object[] = []
  const whole = once(call, key ?? '', () => {
    results.push(...rows.map((row) => setRow(call, row, { full, key })))
    return null
  })
  if (whole !== null) return { returnType: { success: false, errorMessage: whole } }
  const listed = switches.get('stockRows') === 'every row' ? results : results.filter((row) => 'ok' in row)
  const updateStockResult = listed.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'ok')))
  // A number seen before: nothing was done, and no row says so.
  const answered = results.length === 0 ? rows.map((row) => said(call, row, null)) : updateStockResult
  return { returnType: { success: true, errorMessage: '', obj: { updateStockResult: answered } } }
}

function setRow(call: MethodCall, row: Parameters, { full, key }: { full: boolean; key: string | undefined }): object {
  const listing = rowOf(call, row.required('skuId'), row.optional('storeId') ?? '0')
  const units = full
    ? row.int('stockNum', { min: 0, max: 1_000_000 })
    : row.int('incrStockNum', { min: -1_000_000, max: 1_000_000 })
  const refusal = change(call, listing, { kind: full ? 'set' : 'delta', units, key })
  return { ...said(call, row, refusal), ...(refusal === null ? { ok: true } : {}) }
}

function said(call: MethodCall, row: Parameters, refusal: string | null): Record<string, unknown> {
  const at = { data: idValue(call, row.required('skuId')), storeId: Number(row.optional('storeId') ?? 0) }
  return refusal === null ? { ...at, success: true } : { ...at, success: false, message: refusal }
}

interface Change {
  readonly kind: 'delta' | 'set'
  readonly units: number
  readonly key?: string | undefined
}

/** Changes a row; the text of the refusal, or null. A full set names what is there, so what is booked comes off first. */
function change(call: MethodCall, row: MarketListing | null, { kind, units, key }: Change): string | null {
  if (!row) return 'sku不存在'
  const { market, switches } = call.state
  const gross = switches.get('numberShown') === 'gross'
  const wanted = kind === 'set' && gross ? units - takenUnits(row) : units
  const belowZero = kind === 'set' ? fullSetBelow(switches) : deltaBelow(switches)
  const result = market.changeStock(call.shop.id, row.id, {
    kind,
    units: wanted,
    belowZero,
    why: 'call',
    ...(key === undefined ? {} : { key }),
  })
  return result.applied ? null : refusals[result.reason]
}

type Below = MarketStockChange['belowZero']

/** A full set to less than what is booked. */
function fullSetBelow(switches: Switches): Below {
  return switches.get('fullSetBelowBooked') === 'less than nothing' ? 'allow' : 'clamp'
}

function deltaBelow(switches: Switches): Below {
  const below = switches.get('belowZero')
  return below === 'refused' ? 'refuse' : below === 'clamped' ? 'clamp' : 'allow'
}

const refusals: Readonly<Record<Extract<MarketStockResult, { applied: false }>['reason'], string>> = {
  'below zero': '库存不足',
  'lowering blocked': '库存修改失败',
  blocked: '库存修改失败',
  gone: 'sku不存在',
  combined: '库存修改失败',
}

/** What a business number seen before does: nothing, silently; nothing, with an error; or everything again. */
function once(call: MethodCall, key: string, run: () => string | null): string | null {
  const { shop, state } = call
  const repeated = state.switches.get('repeatedKey')
  if (key !== '' && shop.usedKeys.has(key) && repeated !== 'applied again') {
    return repeated === 'error' ? 'stockRfId重复' : null
  }
  const refusal = run()
  if (key !== '' && refusal === null) shop.usedKeys.set(key, { at: state.world.now(), resulting: 0 })
  return refusal
}

function rowOf({ shop }: MethodCall, skuId: string, storeId: string): MarketListing | null {
  const warehouseId = storeId === '0' ? null : storeId
  return shop.listingsOfSku(skuId).find((row) => row.warehouseId === warehouseId && !row.deleted) ?? null
}
