export interface FlowEdge {
  readonly source: number
  readonly sink: number
  /** Of one unit; a whole number, not below zero. */
  readonly cost: number
}

export interface FlowProblem {
  /** How many units have to go from any source to any sink. */
  readonly units: number
  readonly edges: readonly FlowEdge[]
  /** The most each source can give, and each sink can take. */
  readonly sources: readonly number[]
  readonly sinks: readonly number[]
}

export interface Flow {
  readonly source: number
  readonly sink: number
  readonly units: number
}

interface Arc {
  readonly from: number
  readonly to: number
  readonly cost: number
  readonly back: number
  left: number
  readonly edge: FlowEdge | null
}

/**
 * The cheapest way to move the units: again and again along the cheapest path that is left, which may take back what an
 * earlier one did. As many rounds as there are arcs that fill up.
 */
export function cheapestFlow({ units, edges, sources, sinks }: FlowProblem): readonly Flow[] {
  const [start, end] = [sources.length + sinks.length, sources.length + sinks.length + 1]
  const arcs: Arc[] = []
  const leaving: number[][] = Array.from({ length: end + 1 }, () => [])
  const connect = (from: number, to: number, { cost, left, edge }: Pick<Arc, 'cost' | 'left' | 'edge'>): void => {
    leaving[from]?.push(arcs.length)
    leaving[to]?.push(arcs.length + 1)
    arcs.push(
      { from, to, cost, left, edge, back: arcs.length + 1 },
      { from: to, to: from, cost: -cost, left: 0, edge: null, back: arcs.length },
    )
  }
  for (const [n, left] of sources.entries()) connect(start, n, { cost: 0, left, edge: null })
  for (const [n, left] of sinks.entries()) connect(sources.length + n, end, { cost: 0, left, edge: null })
  for (const edge of edges) connect(edge.source, sources.length + edge.sink, { cost: edge.cost, left: units, edge })

  for (let open = units; open > 0;) {
    const path = cheapestPath({ arcs, leaving, start, end })
    if (path.length === 0) break
    const moved = Math.min(open, ...path.map(({ left }) => left))
    for (const arc of path) {
      arc.left -= moved
      const back = arcs[arc.back]
      if (back) back.left += moved
    }
    open -= moved
  }
  return arcs.flatMap(({ edge, left }) =>
    edge && units - left > 0 ? [{ source: edge.source, sink: edge.sink, units: units - left }] : [],
  )
}

interface Graph {
  readonly arcs: readonly Arc[]
  readonly leaving: readonly (readonly number[])[]
  readonly start: number
  readonly end: number
}

/** Costs of taking back are below zero, so every place may be visited again while a cheaper way to it is found. */
function cheapestPath({ arcs, leaving, start, end }: Graph): readonly Arc[] {
  const costs = new Map<number, number>([[start, 0]])
  const by = new Map<number, Arc>()
  let waiting = new Set([start])
  while (waiting.size > 0) {
    const next = new Set<number>()
    for (const place of waiting) {
      const cost = costs.get(place) ?? 0
      for (const n of leaving[place] ?? []) {
        const arc = arcs[n]
        if (!arc || arc.left <= 0 || cost + arc.cost >= (costs.get(arc.to) ?? Infinity)) continue
        costs.set(arc.to, cost + arc.cost)
        by.set(arc.to, arc)
        next.add(arc.to)
      }
    }
    waiting = next
  }
  const path: Arc[] = []
  for (let arc = by.get(end); arc; arc = by.get(arc.from)) path.unshift(arc)
  return path
}
