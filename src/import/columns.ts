import { UnreadableFileError } from './table.ts'

export type SkuField = 'code' | 'name' | 'barcode' | 'productGroup' | 'tags'
export type StockField = 'code' | 'location' | 'condition' | 'units'

const CODE_NAMES = [
  'sku',
  'code',
  'skucode',
  'itemcode',
  'productcode',
  'goodscode',
  'itemno',
  '货品编码',
  '货品编号',
  '货品代码',
]
const MORE_CODE_NAMES = ['商品编码', '商品编号', '商品代码', '商家编码', '规格编码', 'sku编码', '货号', '编码']

/** What a column may be called; of several that mean the same the one named first here is read. */
export const skuColumns: Readonly<Record<SkuField, readonly string[]>> = {
  code: [...CODE_NAMES, ...MORE_CODE_NAMES],
  name: ['name', 'title', 'productname', 'itemname', 'goodsname', 'description', '名称', '货品名称', '商品名称', '品名', '标题'],
  barcode: ['barcode', 'ean', 'ean13', 'gtin', 'upc', '条码', '条形码', '商品条码', '货品条码', '国际条码', '69码'],
  productGroup: [
    'productgroup',
    'group',
    'category',
    '商品组',
    '货品组',
    '商品分组',
    '分组',
    '分类',
    '商品分类',
    '类目',
    '商品类目',
  ],
  tags: ['tags', 'tag', 'labels', 'label', '标签', '商品标签', '货品标签'],
}

export const stockColumns: Readonly<Record<StockField, readonly string[]>> = {
  code: skuColumns.code,
  location: [
    'location',
    'locationcode',
    'warehouse',
    'warehousecode',
    'store',
    '仓库',
    '仓库编码',
    '仓库代码',
    '门店',
    '门店编码',
    '仓',
  ],
  condition: ['condition', 'quality', '品相', '品质', '库存状态', '库存类型', '良次品'],
  units: [
    'units',
    'quantity',
    'qty',
    'stock',
    'onhand',
    'count',
    '数量',
    '库存',
    '库存数量',
    '实物库存',
    '实盘数量',
    '盘点数量',
    '现存量',
  ],
}

export interface Columns<Field extends string> {
  /** The index of each column that is there. */
  readonly at: ReadonlyMap<Field, number>
  /** The names of columns that mean nothing to us. */
  readonly unknown: readonly string[]
}

/**
 * Which column is which; `undefined` when this row does not name the required ones.
 * @throws UnreadableFileError when two could be a required one: a wrong code or number would be believed.
 */
export function matchColumns<Field extends string>(
  cells: readonly string[],
  known: Readonly<Record<Field, readonly string[]>>,
  required: readonly NoInfer<Field>[],
): Columns<Field> | undefined {
  const fields = Object.keys(known).filter((field): field is Field => field in known)
  const names = cells.map(plainName)
  const clashes: string[] = []
  const at = new Map<Field, number>()
  for (const field of fields) {
    const found = known[field].flatMap((name) => names.flatMap((cell, index) => (cell === name ? index : [])))
    const [best, other] = found
    if (best !== undefined) at.set(field, best)
    if (other !== undefined && required.includes(field))
      clashes.push(`"${cells[best ?? 0]?.trim()}" and "${cells[other]?.trim()}"`)
  }
  if (required.some((field) => !at.has(field))) return undefined
  if (clashes.length > 0) {
    throw new UnreadableFileError(`the columns ${clashes.join(', ')} mean the same: rename the one that is not meant`)
  }
  const used = new Set(at.values())
  return { at, unknown: cells.map((cell) => cell.trim()).filter((cell, index) => cell !== '' && !used.has(index)) }
}

/** `*货品编码（必填）` and `SKU Code` as `货品编码` and `skucode`. */
function plainName(cell: string): string {
  return cell
    .normalize('NFKC')
    .replaceAll(/\(.*?\)|\[.*?\]/g, '')
    .replaceAll(/[\s_*.:/-]/g, '')
    .toLowerCase()
}
