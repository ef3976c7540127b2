import { describe, expect, it } from 'vitest'
import type { StockCommand } from '../../../../src/domain/publishing/command.ts'
import { nextMove, type Standing } from '../../../../src/domain/publishing/next-move.ts'

const at = (more: Partial<Standing> = {}): Standing => ({
  joined: true,
  quota: 4,
  wanted: 4,
  commands: [],
  reading: false,
  forSale: null,
  readable: true,
  mayRaise: true,
  raiseLaterMs: null,
  written: true,
  frozenUntilMs: null,
  raiseAgainMs: null,
  nowMs: 1_000_000,
  platformMs: 2_000_000,
  requestLifetimeMs: 600_000,
  ...more,
})

const unknown = (more: Partial<StockCommand> = {}): StockCommand => ({
  id: 'c',
  listingId: '1',
  kind: 'raise',
  units: 3,
  parts: [],
  platformKey: 'k',
  call: 'keyed delta',
  belowZero: 'refused',
  keyMemoryMs: 86_400_000,
  state: 'unknown',
  outcome: null,
  freed: 0,
  fence: '1',
  createdAtMs: 0,
  closedAtMs: null,
  tries: [
    {
      number: 1,
      signedAtMs: 1_990_000,
      diesAtMs: 2_590_000,
      fence: '1',
      answeredAtMs: null,
      outcome: null,
      resultingUnits: null,
      code: null,
      message: null,
    },
  ],
  ...more,
})

const rest = { do: 'wait', untilMs: null }

describe('the next thing to do about a listing', () => {
  it.each<[string, Partial<Standing>, object]>([
    ['nothing, where it has what is wanted', {}, rest],
    ['nothing, where nobody has reckoned it', { wanted: null }, rest],
    ['a raise', { wanted: 9 }, { do: 'raise', units: 5 }],
    ['a lowering', { wanted: 1 }, { do: 'lower', units: 3 }],
    ['no raise where it may not be raised', { wanted: 9, mayRaise: false }, rest],
    [
      'a raise later, while its channel joins or is blind',
      { wanted: 9, mayRaise: false, raiseLaterMs: 7 },
      { do: 'wait', untilMs: 7 },
    ],
    ['a lowering of what a reading has shown to be there', { wanted: 0, reading: true, forSale: 3 }, { do: 'lower', units: 3 }],
    ['no lowering, where a reading has shown nothing to take off', { wanted: 0, reading: true, forSale: 0 }, rest],
    ['a lowering later, while it is frozen', { wanted: 1, frozenUntilMs: 1_000_500 }, { do: 'wait', untilMs: 1_000_500 }],
    ['nothing, where it is not written to', { wanted: 1, written: false }, rest],
    ['nothing, while its quota is below zero', { wanted: 0, quota: -2 }, rest],
    ['a reading, before it has joined', { joined: false }, { do: 'read' }],
    ['nothing, before a probe has made its number readable', { joined: false, readable: false }, rest],
    ['nothing new, while its first reading waits', { joined: false, reading: true }, rest],
    ['the same key again', { commands: [unknown()], wanted: 9 }, { do: 'again', commandId: 'c' }],
    [
      'R5: without a key, to wait until its try is dead',
      { commands: [unknown({ call: 'delta' })] },
      { do: 'wait', untilMs: 1_592_001 },
    ],
    ['R5: then to read', { commands: [unknown({ call: 'delta' })], platformMs: 2_592_001 }, { do: 'read' }],
    [
      'not the same key again where nothing is written any more',
      { commands: [unknown()], written: false },
      { do: 'wait', untilMs: 1_592_001 },
    ],
    ['nothing new, while the reading that settles it waits', { commands: [unknown()], reading: true, wanted: 9 }, rest],
  ])('is %s', (_, more, expected) => {
    expect(nextMove(at(more))).toEqual(expected)
  })
})
