import { expect, it } from 'vitest'
import { AtOnce } from '../../../replay/at-once.ts'
import { Agenda } from '../../../simulate/world/agenda.ts'

async function heldAt(agenda: Agenda, untilMs: number): Promise<void> {
  for (let act = agenda.nextBy(untilMs); act; act = agenda.nextBy(untilMs)) await act.run()
}

it('what is asked for at one instant happens once, to each who asked, however often and in whatever order they did', async () => {
  const agenda = new Agenda()
  const met: (readonly string[])[] = []
  const polls = new AtOnce<string>(agenda, 'polls', (all) => Promise.resolve(void met.push(all)))
  polls.add('a', 2_000)
  polls.add('a', 1_000)
  polls.add('b', 2_000)
  polls.add('a', 2_000)
  await heldAt(agenda, 1_500)
  expect(met).toEqual([['a']])
  await heldAt(agenda, 2_000)
  expect(met).toEqual([['a'], ['a', 'b']])
  // What is asked for once it has happened happens again.
  polls.add('b', 2_000)
  await heldAt(agenda, 2_000)
  expect(met).toEqual([['a'], ['a', 'b'], ['b']])
})
