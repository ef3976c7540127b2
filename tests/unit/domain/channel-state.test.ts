import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  channelMoves,
  channelStates,
  moveChannel,
  type ChannelMove,
  type ChannelState,
} from '../../../src/domain/channel-state.ts'

const after = (state: ChannelState, move: ChannelMove): ChannelState => {
  const step = moveChannel(state, move)
  return 'to' in step ? step.to : state
}
const walk = (start: ChannelState, moves: readonly ChannelMove[]): readonly ChannelState[] =>
  moves.reduce<readonly ChannelState[]>((path, move) => [...path, after(path.at(-1) ?? start, move)], [start])
const anyWalk = fc.tuple(fc.constantFrom(...channelStates), fc.array(fc.constantFrom(...channelMoves), { maxLength: 12 }))

it('every move from every state leads to a state, or says why not', () => {
  const steps = channelStates.flatMap((state) => channelMoves.map((move) => moveChannel(state, move)))
  expect(steps).toHaveLength(30)
  expect(steps.map((step) => ('to' in step ? step.to : step.no))).not.toContain('')
})

it('joining alone makes a channel write that did not write before, and nothing brings one back from the archive', () => {
  fc.assert(
    fc.property(anyWalk, ([start, moves]) => {
      const path = walk(start, moves)
      const steps = path.slice(1).map((next, n) => ({ from: path[n], next, move: moves[n] }))
      const begun = steps.filter(({ from, next }) => from !== next && ['joining', 'live'].includes(next))
      expect(begun.filter(({ from, move }) => from !== 'shadow' || move !== 'join')).toEqual([])
      expect(steps.filter(({ from, next }) => from === 'archived' && next !== 'archived')).toEqual([])
    }),
  )
})

it('a channel that writes is handed back or paused before it is archived', () => {
  expect((['joining', 'live'] as const).map((state) => after(state, 'archive'))).toEqual(['joining', 'live'])
  expect(walk('live', ['pause', 'archive'])).toEqual(['live', 'paused', 'archived'])
  expect(walk('live', ['hand_back', 'resume'])).toEqual(['live', 'handed_back', 'shadow'])
})

it.each(['join', 'pause', 'hand_back', 'archive'] as const)('to %s twice is to do it once', (move) => {
  expect(channelStates.map((state) => after(after(state, move), move))).toEqual(channelStates.map((state) => after(state, move)))
})
