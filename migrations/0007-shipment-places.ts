/** Where and when each shipped figure says the goods left, so that a figure told late or anew moves them there. */
export const shipmentPlaces = {
  name: '0007-shipment-places',
  up: (schema: string): readonly string[] => [
    `alter table ${schema}.shipment_figure
       add column location_id bigint not null,
       add column happened_at timestamptz not null`,
  ],
}
