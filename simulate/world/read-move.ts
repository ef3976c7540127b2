import { readCall as readPopCall } from '../../sandbox/pinduoduo/read-call.ts'
import type { WireRequest } from '../../sandbox/shared/wire.ts'

/** What a request to a platform is about, as its sandbox would read it. */
export type WireCall =
  | { readonly kind: 'stock call'; readonly raises: number; readonly stops: boolean; readonly key: string | null }
  | { readonly kind: 'stock read' }
  | { readonly kind: 'other' }

const stockCalls: ReadonlySet<string> = new Set([
  'taobao.item.quantity.update',
  'taobao.skus.quantity.update',
  'tmall.item.quantity.update',
  'jingdong.stock.write.increaseSkuStock',
  'jingdong.ware.stock.sku.set',
  'pdd.goods.quantity.update',
])
const stockReads: ReadonlySet<string> = new Set([
  'taobao.items.seller.list.get',
  'jingdong.ware.stock.sku.query',
  'pdd.goods.skus.get',
])

/** Reads the request itself, not what our connector meant by it: the two may disagree. */
export function readCall(request: WireRequest): WireCall {
  // Pinduoduo's gateway reads JSON as well as forms, which are all that the others take.
  const { parameters } = readPopCall(request)
  const method = parameters.get('method') ?? parameters.get('type') ?? ''
  if (stockReads.has(method)) return { kind: 'stock read' }
  if (!stockCalls.has(method)) return { kind: 'other' }
  const amounts = amountsOf(method, parameters)
  const stops = isSet(method, parameters)
  const key = keyOf(method, parameters)
  return { kind: 'stock call', stops, key, raises: stops ? 0 : amounts.reduce((sum, units) => sum + Math.max(0, units), 0) }
}

function amountsOf(method: string, parameters: ReadonlyMap<string, string>): readonly number[] {
  if (method === 'taobao.skus.quantity.update')
    return (parameters.get('skuid_quantities') ?? '').split(';').map((pair) => Number(pair.split(':')[1]))
  if (method.startsWith('jingdong.'))
    return numbersIn(parameters.get('360buy_param_json'), /"(?:stockNum|incrStockNum)":"?(-?\d+)/g)
  if (method.startsWith('tmall.'))
    return numbersIn(
      parameters.get('sku_quantities') ?? `"quantity":${parameters.get('item_quantity') ?? '0'}`,
      /"quantity":"?(-?\d+)/g,
    )
  return [Number(parameters.get('quantity'))]
}

/** The caller's own number for a call, where the method takes one. */
function keyOf(method: string, parameters: ReadonlyMap<string, string>): string | null {
  if (method.startsWith('jingdong.')) return /"stockRfId":"([^"]+)"/.exec(parameters.get('360buy_param_json') ?? '')?.[1] ?? null
  return /"outer_biz_key":"([^"]+)"/.exec(parameters.get('options') ?? '')?.[1] ?? null
}

function isSet(method: string, parameters: ReadonlyMap<string, string>): boolean {
  if (method === 'jingdong.stock.write.increaseSkuStock') return false
  if (method.startsWith('jingdong.')) return (parameters.get('360buy_param_json') ?? '').includes('fullStockIn')
  if (method.startsWith('tmall.')) return !(parameters.get('options') ?? '').includes('"type":2')
  return (parameters.get('update_type') ?? parameters.get('type')) !== '2'
}

function numbersIn(text: string | undefined, pattern: RegExp): readonly number[] {
  return [...(text ?? '').matchAll(pattern)].map(([, digits]) => Number(digits))
}
