import { namedRows, readWhole, shown } from './named-rows.ts'

/** One SKU of the stream. */
export interface Goods {
  readonly sku: string
  readonly name: string
  /** Units sold in the four weeks before the stream: what a merchant knows when it begins. */
  readonly soldBefore: number
}

const CODE_LENGTH = 100

/** The SKU master of an order stream. @throws InputError */
export async function readGoods(path: string, signal: AbortSignal): Promise<ReadonlyMap<string, Goods>> {
  const goods = new Map<string, Goods>()
  for await (const row of namedRows(path, { columns: ['sku', 'name', 'units_28d_before'], signal })) {
    const sku = row.text('sku')
    if (sku === '' || sku.length > CODE_LENGTH) row.fail(`sku is a code of 1 to ${CODE_LENGTH} characters`)
    if (goods.has(sku)) row.fail(`SKU ${shown(sku)} is there twice`)
    const name = row.text('name')
    goods.set(sku, { sku, name: name === '' ? sku : name, soldBefore: readWhole(row, 'units_28d_before', 0) })
  }
  return goods
}
