/**
 * The life of a connected shop. `shadow` reads and writes nothing; `joining` takes each listing's first settled reading;
 * `live` publishes; `paused` and `handed_back` write nothing any more, while what their listings may still sell stays
 * counted; `archived` is over.
 */
export const channelStates = ['shadow', 'joining', 'live', 'paused', 'handed_back', 'archived'] as const
export type ChannelState = (typeof channelStates)[number]

export const channelMoves = ['join', 'pause', 'resume', 'hand_back', 'archive'] as const
export type ChannelMove = (typeof channelMoves)[number]

/** Either the state a move leads to, or why it is refused and what to do instead. */
type Step = { readonly to: ChannelState } | { readonly no: string }

const to = (state: ChannelState): Step => ({ to: state })
const no = (why: string): Step => ({ no: why })
const over = no('an archived channel stays archived: create a new one for the shop')

const table: Readonly<Record<ChannelState, Readonly<Record<ChannelMove, Step>>>> = {
  shadow: {
    join: to('joining'),
    pause: to('paused'),
    resume: no('it is not paused'),
    hand_back: to('handed_back'),
    archive: to('archived'),
  },
  joining: {
    join: to('joining'),
    pause: to('paused'),
    resume: no('it is not paused'),
    hand_back: to('handed_back'),
    archive: no('its shop may still sell our units: hand it back first'),
  },
  live: {
    join: to('live'),
    pause: to('paused'),
    resume: no('it is not paused'),
    hand_back: to('handed_back'),
    archive: no('its shop may still sell our units: hand it back first'),
  },
  paused: {
    join: no('resume it first: it is looked at anew before it joins'),
    pause: to('paused'),
    // What happened at the shop meanwhile is unknown: it is looked at again before anything is written.
    resume: to('shadow'),
    hand_back: to('handed_back'),
    archive: to('archived'),
  },
  handed_back: {
    join: no('resume it first: it is looked at anew before it joins'),
    pause: no('it is handed back: nothing is written to it already'),
    resume: to('shadow'),
    hand_back: to('handed_back'),
    archive: to('archived'),
  },
  archived: { join: over, pause: over, resume: over, hand_back: over, archive: to('archived') },
}

/** What a move does to a channel in this state; a state that leads to itself means that it was done before. */
export function moveChannel(state: ChannelState, move: ChannelMove): Step {
  return table[state][move]
}
