import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSku } from '../../../src/catalogue/create-sku.ts'
import { findSkusByCode, findSkusById } from '../../../src/catalogue/find-skus.ts'
import { archiveSku, unarchiveSku, updateSku } from '../../../src/catalogue/update-sku.ts'
import { upsertSkus, type SkuRow } from '../../../src/catalogue/upsert-skus.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

let merchant: TestMerchant
beforeAll(async () => {
  merchant = await testMerchant()
})
afterAll(() => merchant.dispose())

const NOW = new Date('2026-11-24T08:00:00.123Z')
const LATER = new Date('2026-11-24T09:00:00Z')

describe('creating', () => {
  it('stores what was said, with leading zeros and without spaces around', async () => {
    const input = { code: '0012', name: ' 马克杯 ', barcode: '00690123', productGroup: '杯', tags: ['新品', '新品', 'a'] }
    const outcome = await createSku(merchant.em, input, NOW)
    expect(outcome).toMatchObject({
      kind: 'created',
      sku: {
        code: '0012',
        name: '马克杯',
        barcode: '00690123',
        productGroup: '杯',
        tags: ['新品', 'a'],
        archivedAt: null,
        createdAt: NOW,
      },
    })
  })

  it('twice the same is one SKU; the same code for something else is refused', async () => {
    const first = await createSku(merchant.em, { code: 'twice', name: 'Mug' }, NOW)
    expect(await createSku(merchant.em, { code: 'twice', name: 'Mug' }, LATER)).toEqual({ ...first, kind: 'existed' })
    expect(await createSku(merchant.em, { code: 'twice', name: 'Jug' }, LATER)).toMatchObject({
      kind: 'refused',
      code: 'CODE_TAKEN',
    })
  })

  it('of many at once with one code, one creates it and the others are told', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 16 }, (_, n) => createSku(merchant.em, { code: 'raced', name: `Name ${n}` }, NOW)),
    )
    expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome.kind === 'refused' && outcome.code === 'CODE_TAKEN')).toHaveLength(15)
  })

  it('refuses bad input and stores nothing', async () => {
    expect(await createSku(merchant.em, { code: 'bad\u0000', name: 'x' }, NOW)).toMatchObject({ code: 'INVALID', field: 'code' })
    expect(await createSku(merchant.em, { code: 'bad', name: ' ' }, NOW)).toMatchObject({ code: 'INVALID', field: 'name' })
    expect((await findSkusByCode(merchant.em, ['bad', 'bad\u0001'])).size).toBe(0)
  })
})

describe('changing', () => {
  it('leaves what is not given, and null clears', async () => {
    await createSku(merchant.em, { code: 'change', name: 'Mug', barcode: '1', tags: ['a'] }, NOW)
    const outcome = await updateSku(merchant.em, { code: 'change', barcode: null, name: 'Jug' }, LATER)
    expect(outcome).toMatchObject({
      kind: 'updated',
      sku: { name: 'Jug', barcode: null, tags: ['a'], createdAt: NOW, updatedAt: LATER },
    })
    expect((await findSkusByCode(merchant.em, ['change'])).get('change')).toMatchObject({ name: 'Jug', barcode: null })
    expect(await updateSku(merchant.em, { code: 'none', name: 'x' }, LATER)).toMatchObject({ code: 'UNKNOWN_SKU' })
  })

  it('two changes of different fields at once are both kept', async () => {
    await createSku(merchant.em, { code: 'both', name: 'Mug' }, NOW)
    await Promise.all([
      updateSku(merchant.em, { code: 'both', name: 'Jug' }, LATER),
      updateSku(merchant.em, { code: 'both', barcode: '42' }, LATER),
      updateSku(merchant.em, { code: 'both', tags: ['t'] }, LATER),
    ])
    expect((await findSkusByCode(merchant.em, ['both'])).get('both')).toMatchObject({ name: 'Jug', barcode: '42', tags: ['t'] })
  })

  it('archives once and brings back', async () => {
    const created = await createSku(merchant.em, { code: 'old', name: 'Mug' }, NOW)
    await archiveSku(merchant.em, 'old', LATER)
    expect(await archiveSku(merchant.em, 'old', new Date())).toMatchObject({ sku: { archivedAt: LATER } })
    expect(await unarchiveSku(merchant.em, 'old', LATER)).toMatchObject({ sku: { archivedAt: null } })
    const id = created.kind === 'created' ? created.sku.id : undefined
    expect(id && (await findSkusById(merchant.em, [id])).get(id)).toMatchObject({ code: 'old' })
  })
})

describe('many at once', () => {
  const row = (code: string, more: Partial<SkuRow> = {}): SkuRow => ({
    code,
    name: code,
    barcode: null,
    productGroup: null,
    tags: [],
    ...more,
  })
  const ALL = { name: true, barcode: true, productGroup: true, tags: true }

  it('a second time changes nothing, not even the time', async () => {
    const rows = [row('m1', { tags: ['a', 'b'] }), row('m2', { barcode: '007' }), row('m3', { name: null })]
    expect(await upsertSkus(merchant.em, rows, ALL, NOW)).toEqual({ created: 3, updated: 0, unchanged: 0 })
    const again = [...rows.slice(0, 2), row('m3', { name: 'm3' })]
    expect(await upsertSkus(merchant.em, again, ALL, LATER)).toEqual({ created: 0, updated: 0, unchanged: 3 })
    const found = await findSkusByCode(merchant.em, ['m1', 'm2', 'm3'])
    expect(found.get('m1')).toMatchObject({ tags: ['a', 'b'], updatedAt: NOW })
    expect(found.get('m3')).toMatchObject({ name: 'm3', tags: [] })
  })

  it('fields the rows do not speak of stay', async () => {
    await upsertSkus(merchant.em, [row('p1', { barcode: '7', productGroup: 'g', tags: ['x'] })], ALL, NOW)
    const names = { name: true, barcode: false, productGroup: false, tags: false }
    expect(await upsertSkus(merchant.em, [row('p1', { name: 'New' })], names, LATER)).toMatchObject({ updated: 1 })
    const found = (await findSkusByCode(merchant.em, ['p1'])).get('p1')
    expect(found).toMatchObject({ name: 'New', barcode: '7', productGroup: 'g', tags: ['x'] })
  })

  it('two that write the same codes in different orders do not block each other for good', async () => {
    const rows = Array.from({ length: 500 }, (_, n) => row(`d${n}`))
    const outcomes = await Promise.all([
      upsertSkus(merchant.em, rows, ALL, NOW),
      upsertSkus(merchant.em, rows.toReversed(), ALL, NOW),
      upsertSkus(merchant.em, rows, ALL, NOW),
    ])
    expect(outcomes.reduce((sum, { created }) => sum + created, 0)).toBe(500)
  })
})
