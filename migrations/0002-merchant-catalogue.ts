/** Goods and places: what is sold, where it can lie, and which locations count together. */
export const merchantCatalogue = {
  name: '0002-merchant-catalogue',
  up: (schema: string): readonly string[] => [
    `create table ${schema}.sku (
       id bigint generated always as identity primary key,
       code text collate "C" not null,
       name text not null,
       barcode text,
       product_group text,
       tags text[] not null default '{}',
       archived_at timestamptz,
       created_at timestamptz not null,
       updated_at timestamptz not null,
       constraint sku_code_key unique (code),
       constraint sku_code_not_blank check (code <> '' and code = btrim(code))
     )`,
    `create index sku_barcode_idx on ${schema}.sku (barcode) where barcode is not null`,
    `create index sku_product_group_idx on ${schema}.sku (product_group) where product_group is not null`,
    // Lists in the order of names go on from any row.
    `create index sku_name_idx on ${schema}.sku (name, id)`,
    `create index sku_tags_idx on ${schema}.sku using gin (tags)`,

    `create table ${schema}.pool (
       id bigint generated always as identity primary key,
       code text collate "C" not null,
       name text not null,
       position integer not null,
       created_at timestamptz not null,
       constraint pool_code_key unique (code)
     )`,

    // Each location belongs to at most one pool; goods at a location without a pool are on record, but not for sale.
    `create table ${schema}.location (
       id bigint generated always as identity primary key,
       code text collate "C" not null,
       name text not null,
       kind text not null,
       pool_id bigint references ${schema}.pool (id),
       latitude double precision,
       longitude double precision,
       hours jsonb,
       pick_up boolean not null default false,
       on_hand_owner text not null default 'onepool',
       figures_include_unshipped boolean not null default true,
       archived_at timestamptz,
       created_at timestamptz not null,
       updated_at timestamptz not null,
       constraint location_code_key unique (code),
       constraint location_kind_known check (kind in ('warehouse', 'store')),
       constraint location_on_earth check (latitude between -90 and 90 and longitude between -180 and 180),
       constraint location_both_coordinates check ((latitude is null) = (longitude is null))
     )`,
    `create index location_pool_idx on ${schema}.location (pool_id)`,

    // Where a shipment is booked when neither the document nor the hold names a location.
    `alter table ${schema}.pool add column default_location_id bigint references ${schema}.location (id)`,

    `create table ${schema}.recipe (
       id bigint generated always as identity primary key,
       code text collate "C" not null,
       name text not null,
       archived_at timestamptz,
       created_at timestamptz not null,
       constraint recipe_code_key unique (code)
     )`,
    // An order uses the version of its own time; a version counts only once granted.
    `create table ${schema}.recipe_version (
       id bigint generated always as identity primary key,
       recipe_id bigint not null references ${schema}.recipe (id),
       version integer not null,
       effective_at timestamptz not null,
       granted_at timestamptz,
       created_at timestamptz not null,
       constraint recipe_version_key unique (recipe_id, version)
     )`,
    `create table ${schema}.recipe_component (
       recipe_version_id bigint not null references ${schema}.recipe_version (id),
       sku_id bigint not null references ${schema}.sku (id),
       units integer not null,
       primary key (recipe_version_id, sku_id),
       constraint recipe_component_units_positive check (units > 0)
     )`,
    `create index recipe_component_sku_idx on ${schema}.recipe_component (sku_id)`,

    `create table ${schema}.channel (
       id bigint generated always as identity primary key,
       code text collate "C" not null,
       name text not null,
       platform text not null,
       state text not null,
       created_at timestamptz not null,
       constraint channel_code_key unique (code)
     )`,
    `create table ${schema}.listing (
       id bigint generated always as identity primary key,
       channel_id bigint not null references ${schema}.channel (id),
       external_id text not null,
       recipe_id bigint references ${schema}.recipe (id),
       state text not null,
       created_at timestamptz not null,
       constraint listing_external_key unique (channel_id, external_id)
     )`,
  ],
}
