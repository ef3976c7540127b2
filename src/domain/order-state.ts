export const orderStates = ['created', 'paid', 'shipped', 'closed', 'cancelled'] as const
/** `cancelled`: called off before it left. `closed`: over after it left. */
export type OrderState = (typeof orderStates)[number]

type Of = 'known' | 'told' | 'newer'

/** R7: a state only moves forward. Of the two ways to end, the newer telling is right. */
const table: Readonly<Record<OrderState, Readonly<Record<OrderState, Of>>>> = {
  created: { created: 'known', paid: 'told', shipped: 'told', closed: 'told', cancelled: 'told' },
  paid: { created: 'known', paid: 'known', shipped: 'told', closed: 'told', cancelled: 'told' },
  shipped: { created: 'known', paid: 'known', shipped: 'known', closed: 'told', cancelled: 'told' },
  closed: { created: 'known', paid: 'known', shipped: 'known', closed: 'known', cancelled: 'newer' },
  cancelled: { created: 'known', paid: 'known', shipped: 'known', closed: 'newer', cancelled: 'known' },
}

/** The state after both tellings, whichever of them came first. */
export function furtherState(
  known: OrderState,
  told: OrderState,
  { toldIsNewer }: { readonly toldIsNewer: boolean },
): OrderState {
  const of = table[known][told]
  if (of === 'newer') return toldIsNewer ? told : known
  return of === 'told' ? told : known
}
