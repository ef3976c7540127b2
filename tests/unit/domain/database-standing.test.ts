import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareStanding, type Compared, type Mark, type Memory, type Standing } from '../../../src/domain/database-standing.ts'
import { runsOf } from '../../support/property-runs.ts'

const server: Standing = { systemIdentifier: 's1', databaseOid: '16384', timeline: 3, walBytes: 5_000n }
const mark: Mark = { ...server, walBytes: 4_900n, generation: 'g2', beat: 70n, intact: true, synchronous: false }
const memory: Memory = { ...server, walBytes: 4_900n, generation: 'g2', beat: 70n, files: 'inode 1', kept: 'file' }
const sound: Compared = { server, mark, generations: ['g1', 'g2'], memory, files: 'inode 1' }

const found = (changed: Partial<Compared>): readonly string[] => compareStanding({ ...sound, ...changed }).map(({ what }) => what)

describe('A10: what a database was before tells whether it is the same now', () => {
  it.each<[string, Partial<Compared>, readonly string[]]>([
    ['nothing, where nothing was lost', {}, []],
    ['nothing at a first start', { mark: undefined, generations: [], memory: 'none' }, []],
    ['nothing at the first start on a data folder', { mark: undefined, generations: [], memory: 'lost' }, []],
    ['nothing, where nothing is kept outside and the mark fits', { memory: 'none' }, []],
    ['a dump restored into another server', { server: { ...server, systemIdentifier: 's2' }, memory: 'none' }, ['other server']],
    ['a copy of the database beside it', { server: { ...server, databaseOid: '99' }, memory: 'none' }, ['other database']],
    ['a dump restored into the same database', { mark: { ...mark, intact: false }, memory: 'none' }, ['rows written back']],
    ['a promoted replica or a recovery in time', { server: { ...server, timeline: 4 }, memory: 'none' }, ['new timeline']],
    ['a server from before a promotion', { server: { ...server, timeline: 2 } }, ['new timeline']],
    ['an older copy of the same files', { server: { ...server, walBytes: 4_000n } }, ['earlier position']],
    ['an older state of the mark', { mark: { ...mark, beat: 69n } }, ['earlier mark']],
    ['a state from before the last recovery', { memory: { ...memory, generation: 'g3' } }, ['unknown generation']],
    ['a database without its mark', { mark: undefined, generations: [] }, ['mark lost']],
    ['files that are copies', { files: 'inode 2' }, ['copied files']],
    ['a data folder that lost its memory', { memory: 'lost' }, ['memory lost']],
  ])('%s', (_, changed, expected) => expect(found(changed)).toEqual(expected))

  it('takes a promotion for a failover that lost nothing only if it was there, and replication was synchronous', () => {
    const promoted = { ...server, timeline: 4 }
    const synchronous = { ...mark, synchronous: true }
    const running = { ...memory, kept: 'running' } as const
    expect(found({ server: promoted, mark: synchronous, memory: running })).toEqual([])
    expect(found({ server: promoted, mark: synchronous, memory })).toEqual(['new timeline'])
    expect(found({ server: promoted, mark, memory: running })).toEqual(['new timeline'])
    expect(found({ server: promoted, mark: { ...synchronous, beat: 60n }, memory: running })).toEqual(['earlier mark'])
    expect(found({ server: promoted, mark: synchronous, memory: { ...running, generation: 'g1' } })).toEqual(['new timeline'])
  })

  it('leaves to itself what another process has already found: that process has begun a newer generation', () => {
    expect(found({ memory: { ...memory, generation: 'g1', beat: 200n, walBytes: 9_000n } })).toEqual([])
  })

  it('accuses no history of marks, whoever made them and however long ago, and every step back behind what was kept', () => {
    const step = fc.record({ bytes: fc.bigInt({ min: 0n, max: 1_000n }), marks: fc.boolean(), keeps: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), fc.nat(), (steps, back) => {
        const states = [sound]
        for (const { bytes, marks, keeps } of steps) {
          const last = states.at(-1) ?? sound
          const server = { ...last.server, walBytes: last.server.walBytes + bytes + 1n }
          const mark = marks && last.mark ? { ...last.mark, ...server, beat: last.mark.beat + 1n } : last.mark
          const memory =
            keeps && mark ? { ...mark, walBytes: server.walBytes, files: 'inode 1', kept: 'file' as const } : last.memory
          states.push({ ...last, server, mark, memory })
        }
        for (const state of states) expect(compareStanding(state)).toEqual([])
        const now = states.at(-1) ?? sound
        const older = states[back % states.length] ?? sound
        const keptSince = typeof now.memory === 'object' && now.memory.walBytes > older.server.walBytes
        expect(compareStanding({ ...older, memory: now.memory }).length > 0).toBe(keptSince)
      }),
      runsOf(200),
    )
  })
})
