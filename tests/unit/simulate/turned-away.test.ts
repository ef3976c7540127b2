import { expect, it } from 'vitest'
import { addUnits, nobodyTurnedAway, reasonTurnedAway } from '../../../simulate/checks/turned-away.ts'

const nothing = {
  onHand: 10,
  free: 0,
  held: 0,
  quota: 0,
  kept: 0,
  deficit: 0,
  overcommit: 0,
  grantedPerDay: 0,
  chargedUnits: 0,
  balances: [],
  versions: [],
}
const plain = {
  joined: true,
  quotas: [],
  claims: [1],
  goods: [],
  freeSets: 0,
  known: 0,
  shipped: 0,
  unpaid: 0,
  openCommands: 0,
  openSinceMs: null,
  marks: {},
  settledMs: null,
}
const truth = (sellable: number, live = 0) => ({
  sellable,
  live,
  goods: [live],
  returned: [],
  raisesUnderWay: 0,
  untaken: 0,
  nowMs: 0,
})

it.each([
  ['not joined', { shops: [null, null] }, [truth(0), truth(0)]],
  ['in doubt', { shops: [{ ...plain, quota: 0, openCommands: 1 }, null] }, [truth(0), truth(9)]],
  ['sold unseen', { shops: [{ ...plain, quota: 4 }, null] }, [truth(0, 4), truth(5)]],
  ['free', { shops: [{ ...plain, quota: 0, freeSets: 5 }, null] }, [truth(0), truth(5)]],
  ['elsewhere', { shops: [{ ...plain, quota: 0 }, null] }, [truth(0), truth(5)]],
  ['scattered', { shops: [{ ...plain, quota: 1, freeSets: 1 }, null] }, [truth(1), truth(1)]],
  [null, { shops: [{ ...plain, quota: 0 }, null] }, [truth(0, 9), truth(1)]],
] as const)('says where the units were that a shopper asked for in vain: %s', (reason, books, truths) => {
  const isThere = truths.reduce((sum, { live }) => sum + live, 0) + 2 <= 10
  expect(reasonTurnedAway({ shop: 0, units: 2, isThere, books: { ...nothing, ...books }, truths })).toBe(reason)
})

it('adds up', () =>
  expect(addUnits(addUnits(nobodyTurnedAway, { free: 2 }), { free: 3 })).toMatchObject({ free: 5, elsewhere: 0 }))
