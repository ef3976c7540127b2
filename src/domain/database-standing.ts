/** Where a database stood at some moment: what a server is known by, and how far it had come. */
export interface Standing {
  /** Of the server's files, made once when they were. */
  readonly systemIdentifier: string
  /** Of this database within its server. */
  readonly databaseOid: string
  /** Grows whenever a replica is promoted, or a server is recovered to a point in time. */
  readonly timeline: number
  /** How many bytes the server had written down for good. */
  readonly walBytes: bigint
}

/** The last mark, as the database has it. */
export interface Mark extends Standing {
  readonly generation: string
  /** Grows with every mark, over all generations. */
  readonly beat: bigint
  /** The row was written by the very transaction it names: whatever writes rows back, from a dump say, is another one. */
  readonly intact: boolean
  /** The server confirmed nothing before a replica had it. */
  readonly synchronous: boolean
}

/** The last mark, as it is known outside the database. */
export interface Memory extends Standing {
  readonly generation: string
  readonly beat: bigint
  /** What tells the files of the server from a copy of them; null where they are out of our sight. */
  readonly files: string | null
  /** In a process that has seen the database ever since, or in a file. */
  readonly kept: 'running' | 'file'
}

const standingFindings = [
  'other server',
  'other database',
  'rows written back',
  'new timeline',
  'unknown generation',
  'earlier mark',
  'earlier position',
  'copied files',
  'memory lost',
  'mark lost',
] as const
/** One thing that shows that the database is not the one we wrote to last, or not as far. */
export interface StandingFinding {
  readonly what: (typeof standingFindings)[number]
  readonly kept: string
  readonly found: string
}

export interface Compared {
  /** The server as it is now. */
  readonly server: Standing
  /** Undefined in a database that nobody has marked. */
  readonly mark: Mark | undefined
  /** Every generation the database knows of. */
  readonly generations: readonly string[]
  /** `none`: nothing was ever kept, as at a first start; `lost`: it should be there and is not, or cannot be read. */
  readonly memory: Memory | 'none' | 'lost'
  readonly files: string | null
}

/**
 * All that shows that the database was restored from a copy, or failed over to a server that lacked what we had written.
 * Each finding proves it, or cannot be told from it; where there is none, nothing that was marked has been lost.
 */
export function compareStanding(compared: Compared): readonly StandingFinding[] {
  const { mark, memory } = compared
  if (!mark) return typeof memory === 'object' ? [finding('mark lost', memory.generation, 'none')] : []
  return [...againstMark(compared, mark), ...againstMemory(compared, mark)]
}

/** The mark lies beside the data: it tells a copy of the rows, and a server that is another, or was promoted. */
function againstMark({ server, memory }: Compared, mark: Mark): readonly StandingFinding[] {
  const found: StandingFinding[] = []
  if (mark.systemIdentifier !== server.systemIdentifier)
    found.push(finding('other server', mark.systemIdentifier, server.systemIdentifier))
  else if (mark.databaseOid !== server.databaseOid) found.push(finding('other database', mark.databaseOid, server.databaseOid))
  if (!mark.intact) found.push(finding('rows written back', 'written by the marking transaction', 'by another'))
  if (mark.timeline !== server.timeline && !wasSynchronised({ server, memory }, mark))
    found.push(finding('new timeline', String(mark.timeline), String(server.timeline)))
  return found
}

/** Only who has seen the database ever since knows that nothing was marked after this mark. */
function wasSynchronised({ server, memory }: Pick<Compared, 'server' | 'memory'>, mark: Mark): boolean {
  const wasThere = typeof memory === 'object' && memory.kept === 'running' && memory.generation === mark.generation
  return wasThere && mark.synchronous && server.timeline > mark.timeline
}

/** What is kept outside tells an older state of the very same files. */
function againstMemory({ server, generations, memory, files }: Compared, mark: Mark): readonly StandingFinding[] {
  if (memory === 'none') return []
  if (memory === 'lost') return [finding('memory lost', 'none', mark.generation)]
  if (!generations.includes(memory.generation)) return [finding('unknown generation', memory.generation, mark.generation)]
  // Another process has begun a newer generation, and has done what is to be done.
  if (memory.generation !== mark.generation) return []
  const found: StandingFinding[] = []
  if (mark.beat < memory.beat) found.push(finding('earlier mark', String(memory.beat), String(mark.beat)))
  if (server.timeline === memory.timeline && server.walBytes < memory.walBytes)
    found.push(finding('earlier position', String(memory.walBytes), String(server.walBytes)))
  if (memory.files !== null && files !== null && memory.files !== files) found.push(finding('copied files', memory.files, files))
  return found
}

function finding(what: StandingFinding['what'], kept: string, found: string): StandingFinding {
  return { what, kept, found }
}
