import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createSku } from '../../../src/catalogue/create-sku.ts'
import { defineRecipe } from '../../../src/catalogue/define-recipe.ts'
import { listChannels } from '../../../src/catalogue/find-channels.ts'
import { archiveSku } from '../../../src/catalogue/update-sku.ts'
import { merchantDb, merchantSchema, sharedDb } from '../../../src/db/merchant-db.ts'
import { exportListings } from '../../../src/export/export-listings.ts'
import { writeTextFile } from '../../../src/export/text-file.ts'
import { importListings } from '../../../src/import/import-listings.ts'
import { openTable } from '../../../src/import/open-table.ts'
import { UnreadableFileError } from '../../../src/import/table.ts'
import { shopWorld, type ShopWorld } from '../../support/shop-world.ts'
import { writeWorkbook } from '../../support/write-workbook.ts'

let world: ShopWorld
let channelId: string
let folder: string
let bad: string[] = []
beforeAll(async () => {
  world = await shopWorld()
  folder = await mkdtemp(join(tmpdir(), 'onepool-map-'))
  const now = world.clock.now()
  for (const code of ['CUP', 'PLATE', 'OLD', 'BOTH', 'A1']) await createSku(world.em, { code, name: code }, now)
  await archiveSku(world.em, 'OLD', now)
  for (const code of ['SET', 'BOTH'])
    await defineRecipe(world.em, { code, name: code, components: [{ sku: 'CUP', units: 2 }] }, now)
  const codes = { 11: 'cup-old', 12: 'plate-old', 13: 'twin', 14: 'twin', 15: 'BOTH', 16: 'Ａ　1', 17: '=1+1', 18: 'SET' }
  for (const [skuId, merchantCode] of Object.entries(codes)) {
    world.sandbox.market.addListing('A', { itemId: '1', skuId, merchantCode, sellable: 10 })
  }
  channelId = await world.connect('shop', 'A')
  await world.tend('discovery')
})
afterAll(async () => {
  await world.dispose()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  bad = []
  await sql`update ${sql.table('listing')} set recipe_id = null, mapped_by = null, stock_policy = 'normal', ambiguous = external_id = '1/15/'
    where external_id <> '1/18/'`.execute(merchantDb(world.em))
})

async function importFile(path: string) {
  const table = await openTable(path, { encoding: undefined, signal: world.signal })
  const badRows = { add: (line: number, reason: string) => void bad.push(`${line}: ${reason}`) }
  const { em, clock, signal } = world
  try {
    return await importListings({ em, table, clock, badRows, actor: 'test', onProgress: () => undefined, signal })
  } finally {
    await table.close()
  }
}

async function importText(...lines: readonly string[]) {
  const path = join(folder, 'listings.csv')
  await writeFile(path, `${lines.join('\n')}\n`)
  return importFile(path)
}

async function sold(): Promise<Record<string, string | null>> {
  const wanted = { channelId, mapping: null, key: null, finding: null, gone: true, first: 200, after: null }
  const { rows } = await world.desk.listListings(wanted)
  return Object.fromEntries(
    rows.map(({ key, sku, recipe, stockPolicy }) => [key, stockPolicy === 'no_stock' ? 'no stock' : (sku ?? recipe)]),
  )
}

async function changesWritten(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table('audit_log')} a join ${sql.table('merchant')} m on m.id = a.merchant_id
     where a.action = 'map_listing' and m.schema_name = ${merchantSchema(world.em)}`.execute(sharedDb(world.em))
  return rows[0]?.count ?? 0
}

it('a file maps listings by name or by merchant code, and the same file again changes nothing', async () => {
  const file = [
    '渠道,商品链接,商家编码,货品编码,套装编码,映射',
    'shop,1/11/,,CUP,,',
    'shop,,plate-old,PLATE,,',
    'shop,,twin,,SET,',
    'shop,1/16/,,,,No Stock',
    'shop,1/17/,=1+1,,,',
    '',
  ]
  const before = await changesWritten()
  expect(await importText(...file)).toEqual({ mapped: 4, unchanged: 0, open: 1, bad: 0, unknownColumns: [] })
  expect(await sold()).toMatchObject({
    '1/11/': 'CUP',
    '1/12/': 'PLATE',
    '1/13/': 'SET',
    '1/14/': 'SET',
    '1/16/': 'no stock',
    '1/17/': null,
  })
  expect((await changesWritten()) - before).toBe(5)
  expect(await importText(...file)).toMatchObject({ mapped: 0, unchanged: 4, open: 1 })
  expect((await changesWritten()) - before).toBe(5)
  expect(await importText('channel,listing,mapping', 'shop,1/11/,by code', 'shop,1/16/,按编码')).toMatchObject({ mapped: 2 })
  expect(await sold()).toMatchObject({ '1/11/': null, '1/16/': null })
})

it('each bad row is told by its line and reason, and the good ones go in', async () => {
  const result = await importText(
    'channel,listing,merchant code,sku,recipe,mapping',
    'shop,1/11/,,OLD,,',
    'shop,1/11/,,nothing,,',
    'shop,1/11/,,,nothing,',
    'nowhere,1/11/,,CUP,,',
    'shop,1/99/,,CUP,,',
    'shop,,none,CUP,,',
    'shop,1/12/,cup-old,PLATE,,',
    'shop,1/12/,,PLATE,SET,',
    'shop,1/12/,,,,perhaps',
    'shop,,,PLATE,,',
    ',1/12/,,PLATE,,',
    'shop,1/13/,twin,CUP,,',
    'shop,,twin,CUP,,',
    'shop,1/12/,"x"y,PLATE,,',
    'shop,1/14/,6.9E+12,PLATE,,',
  )
  expect(result).toMatchObject({ mapped: 1, unchanged: 0, open: 0, bad: 14 })
  expect(bad.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))).toEqual([
    '2: SKU OLD is archived: bring it back, or choose another',
    '3: listing 1/11/ is already on line 2',
    '4: listing 1/11/ is already on line 2',
    '5: no channel nowhere on a platform',
    '6: channel shop lists no 1/99/',
    '7: channel shop lists nothing with the merchant code none',
    '8: listing 1/12/ has the merchant code plate-old by now, not cup-old: make sure that it is the one meant',
    '9: it says what the listing sells twice: fill in one of sku, recipe and mapping',
    '10: mapping is "no stock" or "by code", not perhaps',
    '11: name the listing, or the merchant code it has on the platform',
    '12: channel must not be empty',
    '14: a listing with the merchant code twin is already on line 13',
    '15: a quoted cell goes on after its closing quote',
    '16: merchantCode 6.9E+12 has lost its digits: make the column a text column and enter it again',
  ])
  // The row that named two listings by their code maps neither.
  expect(await sold()).toMatchObject({ '1/11/': null, '1/12/': null, '1/13/': 'CUP', '1/14/': null })
})

it('a file without the columns it needs is refused as a whole', async () => {
  await expect(importText('channel,sku', 'shop,CUP')).rejects.toThrow('no column names the listings')
  await expect(importText('channel,listing', 'shop,1/11/')).rejects.toThrow('no column says what the listings sell')
  await expect(importText('what,listing,sku', 'shop,1/11/,CUP')).rejects.toThrow(UnreadableFileError)
  expect(await sold()).toMatchObject({ '1/11/': null })
})

it('what still has quota is not mapped anew, neither by file nor in bulk', async () => {
  await importText('channel,listing,sku', 'shop,1/11/,CUP')
  const { rows } = await sql<{ id: string }>`
    insert into ${sql.table('listing_quota')} (listing_id, pool_id, quota)
    select id, (select min(id) from ${sql.table('pool')}), 2 from ${sql.table('listing')} where external_id = '1/11/'
    returning listing_id as id`.execute(merchantDb(world.em))
  expect(await importText('channel,listing,sku,recipe', 'shop,1/11/,,SET', 'shop,1/12/,PLATE,')).toMatchObject({
    mapped: 1,
    bad: 1,
  })
  expect(bad).toEqual([
    '2: listing 1/11/ may still sell units of what it is mapped to: it can be mapped anew once its quota is 0',
  ])
  expect(await sold()).toMatchObject({ '1/11/': 'CUP', '1/12/': 'PLATE' })
  expect(await importText('channel,listing,sku', 'shop,1/11/,CUP')).toMatchObject({ unchanged: 1 })
  await sql`delete from ${sql.table('listing_quota')} where listing_id = ${rows[0]?.id}`.execute(merchantDb(world.em))
})

it('what is not mapped is exported, filled in as a workbook and imported', async () => {
  const path = join(folder, 'to-map.csv')
  const { em, clock, signal } = world
  const channels = new Map((await listChannels(em)).map(({ id, code }) => [id, code]))
  const count = await writeTextFile(path, (write) => exportListings({ em, clock, channels, write, signal }))
  expect(count).toBe(7)
  await expect(writeTextFile(path, () => Promise.resolve())).rejects.toMatchObject({ code: 'EEXIST' })
  const text = await readFile(path, 'utf8')
  expect(text.split('\r\n')[0]).toBe('\ufeffchannel,listing,merchant code,title,problem,sku,recipe,mapping')
  expect(text).toContain(`shop,1/15/,BOTH,goods 1,BOTH is both a SKU and a recipe: map it by hand,,,`)
  expect(text).toContain(`shop,1/16/,Ａ　1,goods 1,"no SKU and no recipe is called Ａ　1; Ａ　1 differs from A1 by case`)
  expect(text).toContain(`shop,1/17/,'=1+1,goods 1,`)
  expect(await importFile(path)).toEqual({ mapped: 0, unchanged: 0, open: 7, bad: 0, unknownColumns: [] })
  const filled = text
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','))
    .map((cells, n) => (n === 0 ? cells : [...cells.slice(0, 5), 'CUP', '', '']))
  const workbook = join(folder, 'to-map.xlsx')
  await writeWorkbook(workbook, filled)
  expect(await importFile(workbook)).toMatchObject({ mapped: 7, bad: 0 })
  expect(bad).toEqual([])
  expect(await sold()).toMatchObject({ '1/15/': 'CUP', '1/17/': 'CUP' })
})

it('in bulk, rows are answered one by one and more than 500 are refused', async () => {
  const row = { channel: 'shop', listing: '1/11/', merchantCode: null, to: { kind: 'sku', code: 'CUP' } } as const
  const rows = [row, { ...row, listing: '1/12/', to: { kind: 'sku', code: 'OLD' } as const }, row]
  expect(await world.desk.mapListings({ rows, actor: 'test' })).toMatchObject({
    kind: 'mapped',
    rows: [{ kind: 'mapped' }, { kind: 'refused', code: 'ARCHIVED_SKU' }, { kind: 'refused', code: 'LISTING_TWICE' }],
  })
  const many = Array.from({ length: 501 }, () => row)
  expect(await world.desk.mapListings({ rows: many, actor: 'test' })).toMatchObject({ code: 'INVALID', field: 'rows' })
})

it('findings are counted by channel, full-width codes among them, and listings can be listed by finding', async () => {
  await importText('channel,listing,sku', 'shop,1/11/,CUP', 'shop,1/12/,CUP')
  const counts = (await world.desk.findingCounts([channelId])).get(channelId)
  expect(counts).toMatchObject({ unmapped: 4, code_differs: 1, duplicate_code: 2, doubly_mapped: 2, no_components: 0 })
  const wanted = { channelId, mapping: null, key: null, finding: 'code_differs' as const, gone: false, first: 200, after: null }
  expect((await world.desk.listListings(wanted)).rows.map(({ key }) => key)).toEqual(['1/16/'])
})
