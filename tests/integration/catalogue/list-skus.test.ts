import { afterAll, beforeAll, expect, it } from 'vitest'
import { listSkus, type ListSkus } from '../../../src/catalogue/list-skus.ts'
import { createSku } from '../../../src/catalogue/create-sku.ts'
import { archiveSku } from '../../../src/catalogue/update-sku.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

const NOW = new Date('2026-11-24T08:00:00Z')
let merchant: TestMerchant
beforeAll(async () => {
  merchant = await testMerchant()
  const skus = [
    { code: 'B-2', name: 'Mug', barcode: '00690', tags: ['cup'], productGroup: 'kitchen' },
    { code: 'a-1', name: 'Mug', tags: ['cup', 'new'] },
    { code: 'A-1', name: 'Jug 100%' },
    { code: 'A_1', name: '马克杯' },
    { code: 'Z', name: 'Old mug', tags: ['cup'] },
  ]
  for (const sku of skus) await createSku(merchant.em, sku, NOW)
  await archiveSku(merchant.em, 'Z', NOW)
})
afterAll(() => merchant.dispose())

async function walk(request: Omit<ListSkus, 'first' | 'after'>, first: number): Promise<readonly string[]> {
  const codes: string[] = []
  let after: string | null = null
  for (let pages = 0; pages < 10; pages += 1) {
    const page = await listSkus(merchant.em, { ...request, first, after })
    if (page.kind === 'refused') throw new Error(page.message)
    codes.push(...page.edges.map(({ node }) => node.code))
    after = page.edges.at(-1)?.cursor ?? null
    if (!page.hasNextPage) return codes
  }
  throw new Error('the list does not end')
}

it.each([1, 2, 3, 4, 100])('walks every order without loss or repetition, %i at a time', async (first) => {
  expect(await walk({}, first)).toEqual(['A-1', 'A_1', 'B-2', 'a-1'])
  expect(await walk({ direction: 'desc' }, first)).toEqual(['a-1', 'B-2', 'A_1', 'A-1'])
  expect(await walk({ orderBy: 'created' }, first)).toEqual(['B-2', 'a-1', 'A-1', 'A_1'])
  const byName = await walk({ orderBy: 'name', filter: { archived: 'all' } }, first)
  expect(byName.toSorted()).toEqual(['A-1', 'A_1', 'B-2', 'Z', 'a-1'])
  expect(await walk({ orderBy: 'name', direction: 'desc', filter: { archived: 'all' } }, first)).toEqual(byName.toReversed())
})

it('finds by part of code, name and barcode, taking % and _ literally', async () => {
  expect(await walk({ filter: { text: 'a-1' } }, 10)).toEqual(['A-1', 'a-1'])
  expect(await walk({ filter: { text: '_' } }, 10)).toEqual(['A_1'])
  expect(await walk({ filter: { text: '%' } }, 10)).toEqual(['A-1'])
  expect(await walk({ filter: { text: '069' } }, 10)).toEqual(['B-2'])
  expect(await walk({ filter: { text: '克' } }, 10)).toEqual(['A_1'])
})

it('filters by tag, group and archived', async () => {
  expect(await walk({ filter: { tag: 'cup' } }, 1)).toEqual(['B-2', 'a-1'])
  expect(await walk({ filter: { tag: 'cup', archived: 'archived' } }, 1)).toEqual(['Z'])
  expect(await walk({ filter: { productGroup: 'kitchen' } }, 1)).toEqual(['B-2'])
})

it('refuses cursors of another order, broken ones, and sizes out of bounds', async () => {
  const page = await listSkus(merchant.em, { first: 1, after: null })
  const cursor = page.kind === 'page' ? (page.edges[0]?.cursor ?? '') : ''
  expect(cursor).not.toBe('')
  const no = { kind: 'refused', code: 'INVALID', field: 'after' }
  expect(await listSkus(merchant.em, { first: 1, after: cursor, orderBy: 'name' })).toMatchObject(no)
  const forged = Buffer.from(JSON.stringify(['sku.code.asc', 'a', '1 or 1=1'])).toString('base64url')
  for (const after of ['', 'x', 'bnVsbA', forged]) expect(await listSkus(merchant.em, { first: 1, after })).toMatchObject(no)
  for (const first of [0, -1, 1.5, 501, Number.NaN]) {
    expect(await listSkus(merchant.em, { first, after: null })).toMatchObject({ kind: 'refused', field: 'first' })
  }
})
