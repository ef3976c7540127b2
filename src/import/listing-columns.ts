export type ListingField = 'channel' | 'listing' | 'merchantCode' | 'sku' | 'recipe' | 'mapping' | 'confirm' | 'title' | 'problem'

/** `title` and `problem` come with an export, for whoever fills it in: nothing is read from them. */
export const listingColumns: Readonly<Record<ListingField, readonly string[]>> = {
  channel: ['channel', 'channelcode', 'shop', '渠道', '渠道编码', '店铺', '店铺编码'],
  listing: ['listing', 'listingid', '商品链接', '链接', '链接编号'],
  merchantCode: ['merchantcode', 'outerid', 'sellercode', '商家编码', '规格编码', '平台编码'],
  sku: ['sku', 'skucode', '货品编码', '货品编号', '货品代码'],
  recipe: ['recipe', 'recipecode', 'bundle', '组合编码', '套装编码', '组合装编码'],
  mapping: ['mapping', 'mapto', '映射', '映射方式'],
  confirm: ['confirm', '确认码'],
  title: ['title', '标题', '商品名称'],
  problem: ['problem', '问题'],
}
