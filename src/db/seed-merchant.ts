import pg from 'pg'

/** What a new merchant begins with: one pool, which is the default for its locations and its channels. */
export async function seedMerchant(
  client: pg.ClientBase,
  { schema, now }: { readonly schema: string; readonly now: Date },
): Promise<void> {
  // Only where there is none yet: a creation that is finished later must not bring back a pool under its first name.
  await client.query(
    `insert into ${pg.escapeIdentifier(schema)}.pool (code, name, position, created_at)
     select 'central', 'Central pool', 1, $1 where not exists (select 1 from ${pg.escapeIdentifier(schema)}.pool)
         on conflict (code) do nothing`,
    [now],
  )
}
