import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { archiveRecipe, unarchiveRecipe } from '../../../src/catalogue/archive-recipe.ts'
import { createDirectChannel } from '../../../src/catalogue/create-direct-channel.ts'
import { createSku } from '../../../src/catalogue/create-sku.ts'
import { defineRecipe } from '../../../src/catalogue/define-recipe.ts'
import { findRecipesByCode, listRecipes } from '../../../src/catalogue/find-recipes.ts'
import { findVersions, newestVersion } from '../../../src/catalogue/read-recipe-versions.ts'
import { archiveSku } from '../../../src/catalogue/update-sku.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

const NOW = new Date('2026-11-24T08:00:00Z')
const T1 = new Date('2026-12-01T00:00:00Z')
const T2 = new Date('2026-12-12T00:00:00Z')
let merchant: TestMerchant
beforeAll(async () => {
  merchant = await testMerchant()
  for (const code of ['cup', 'plate', 'box', 'old']) await createSku(merchant.em, { code, name: code }, NOW)
  await archiveSku(merchant.em, 'old', NOW)
})
afterAll(() => merchant.dispose())

const SET = [
  { sku: 'plate', units: 2 },
  { sku: 'cup', units: 1 },
]

it('each definition is a version of its own, which counts from its own time on', async () => {
  const first = await defineRecipe(merchant.em, { code: 'set', name: 'Breakfast', components: SET }, NOW)
  expect(first).toMatchObject({ kind: 'defined', version: { version: 1, effectiveAt: NOW, grantedAt: NOW } })
  const components = [...SET, { sku: 'box', units: 1 }]
  await defineRecipe(merchant.em, { code: 'set', components, effectiveAt: T1 }, NOW)
  await defineRecipe(merchant.em, { code: 'set', components: SET, effectiveAt: T2 }, NOW)
  const recipe = (await findRecipesByCode(merchant.em, ['set'])).get('set')
  const newest = async (most: number) => recipe && (await findVersions(merchant.em, [recipe.id], most)).get(recipe.id)
  expect((await newest(9))?.map(({ version, effectiveAt, components: { length } }) => [version, effectiveAt, length])).toEqual([
    [3, T2, 2],
    [2, T1, 3],
    [1, NOW, 2],
  ])
  expect((await newest(2))?.map(({ version }) => version)).toEqual([3, 2])
})

it('the same definition again is no new version; another one at the same time replaces it', async () => {
  const input = { code: 'again', name: 'Again', components: SET }
  await defineRecipe(merchant.em, input, NOW)
  expect(await defineRecipe(merchant.em, { ...input, components: SET.toReversed() }, T1)).toMatchObject({ kind: 'unchanged' })
  await defineRecipe(merchant.em, { ...input, components: [{ sku: 'cup', units: 9 }], effectiveAt: T1 }, NOW)
  await defineRecipe(merchant.em, { ...input, components: [{ sku: 'cup', units: 3 }], effectiveAt: T1 }, NOW)
  const recipe = (await findRecipesByCode(merchant.em, ['again'])).get('again')
  expect(recipe && (await newestVersion(merchant.em, recipe.id))).toMatchObject({ version: 3, components: [{ units: 3 }] })
})

it('several that define versions at once number them one after another', async () => {
  await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      defineRecipe(merchant.em, { code: 'raced', name: 'R', components: [{ sku: 'cup', units: n + 1 }], effectiveAt: T1 }, NOW),
    ),
  )
  const recipe = (await findRecipesByCode(merchant.em, ['raced'])).get('raced')
  const versions = recipe && (await findVersions(merchant.em, [recipe.id], 100)).get(recipe.id)
  expect(versions?.map(({ version }) => version)).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
})

it('N25: while a listing has promised sets of a version, the next one is not granted', async () => {
  await defineRecipe(merchant.em, { code: 'open', name: 'Open', components: SET }, NOW)
  const channel = await createDirectChannel(merchant.em, { code: 'app', name: 'App' }, NOW)
  expect(channel).toMatchObject({ kind: 'created', channel: { platform: 'direct', state: 'live' } })
  expect(await createDirectChannel(merchant.em, { code: 'app', name: 'App' }, NOW)).toMatchObject({ kind: 'existed' })
  expect(await createDirectChannel(merchant.em, { code: 'app', name: 'Other' }, NOW)).toMatchObject({ code: 'CODE_TAKEN' })
  const db = merchantDb(merchant.em)
  await sql`
    insert into ${sql.table('listing')} (channel_id, external_id, recipe_id, state, created_at)
    select c.id, 'x', r.id, 'live', ${NOW} from ${sql.table('channel')} c, ${sql.table('recipe')} r where r.code = 'open'`.execute(
    db,
  )
  await sql`
    insert into ${sql.table('listing_quota')} (listing_id, pool_id, quota)
    select l.id, p.id, 5 from ${sql.table('listing')} l, ${sql.table('pool')} p`.execute(db)
  const next = await defineRecipe(merchant.em, { code: 'open', components: [{ sku: 'box', units: 1 }], effectiveAt: T1 }, NOW)
  expect(next).toMatchObject({ kind: 'defined', version: { version: 2, grantedAt: null } })
})

it.each([
  [[], 'components', 'INVALID'],
  [[{ sku: 'cup', units: 0 }], 'components.0.units', 'INVALID'],
  [[{ sku: 'cup', units: 1.5 }], 'components.0.units', 'INVALID'],
  [
    [
      { sku: 'cup', units: 1 },
      { sku: 'cup', units: 1 },
    ],
    'components.1.sku',
    'INVALID',
  ],
  [
    [
      { sku: 'cup', units: 1 },
      { sku: 'nothing', units: 1 },
    ],
    'components.1.sku',
    'UNKNOWN_SKU',
  ],
  [[{ sku: 'old', units: 1 }], 'components.0.sku', 'ARCHIVED_SKU'],
])('refuses the components %j', async (components, field, code) => {
  expect(await defineRecipe(merchant.em, { code: 'bad', name: 'Bad', components }, NOW)).toMatchObject({
    kind: 'refused',
    field,
    code,
  })
  expect((await findRecipesByCode(merchant.em, ['bad'])).size).toBe(0)
})

it('a new recipe needs a name, and no version takes effect in the past or before an older one', async () => {
  expect(await defineRecipe(merchant.em, { code: 'nameless', components: SET }, NOW)).toMatchObject({ code: 'UNKNOWN_RECIPE' })
  await defineRecipe(merchant.em, { code: 'order', name: 'O', components: SET, effectiveAt: T1 }, NOW)
  const early = { code: 'order', components: [{ sku: 'cup', units: 1 }] }
  expect(await defineRecipe(merchant.em, { ...early, effectiveAt: NOW }, NOW)).toMatchObject({ code: 'EFFECTIVE_TOO_EARLY' })
  expect(await defineRecipe(merchant.em, { ...early, effectiveAt: T1 }, T2)).toMatchObject({ code: 'EFFECTIVE_TOO_EARLY' })
})

it('an archived recipe gets no versions until it is brought back', async () => {
  await defineRecipe(merchant.em, { code: 'arch', name: 'A', components: SET }, NOW)
  expect(await archiveRecipe(merchant.em, 'arch', NOW)).toMatchObject({ recipe: { archivedAt: NOW } })
  expect(await defineRecipe(merchant.em, { code: 'arch', components: SET }, T1)).toMatchObject({ code: 'ARCHIVED_RECIPE' })
  const page = await listRecipes(merchant.em, { first: 100, after: null })
  expect(page.kind === 'page' && page.edges.some(({ node }) => node.code === 'arch')).toBe(false)
  expect(await unarchiveRecipe(merchant.em, 'arch')).toMatchObject({ recipe: { archivedAt: null } })
})
