import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql'

export interface QuerySize {
  readonly depth: number
  readonly aliases: number
  readonly directives: number
  /** Fields, each counted as often as the pages around it may be long. */
  readonly cost: number
}

interface Around {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly variables: Readonly<Record<string, unknown>>
  /** Beyond this cost nobody asks how much more it would be: fragments in fragments grow without bound. */
  readonly costMax: number
}

/** The size of a validated operation with its fragments written out. The schema's own description of itself is not counted. */
export function measureQuery(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { variables, costMax }: Pick<Around, 'variables' | 'costMax'>,
): QuerySize {
  const definitions = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  const fragments = new Map(definitions.map((definition) => [definition.name.value, definition]))
  const around = { fragments, variables, costMax }
  const counter = { aliases: 0, directives: operation.directives?.length ?? 0, cost: 0, depth: 0 }
  walk(operation.selectionSet.selections, { around, counter, times: 1, depth: 1 })
  return counter
}

interface Walk {
  readonly around: Around
  readonly counter: { aliases: number; directives: number; cost: number; depth: number }
  readonly times: number
  readonly depth: number
}

function walk(selections: readonly SelectionNode[], at: Walk): void {
  const { counter, around } = at
  for (const selection of selections) {
    if (counter.cost > around.costMax) return
    counter.directives += selection.directives?.length ?? 0
    if (selection.kind === Kind.FIELD) walkField(selection, at)
    else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet.selections, at)
    else walk(around.fragments.get(selection.name.value)?.selectionSet.selections ?? [], at)
  }
}

function walkField(field: FieldNode, { around, counter, times, depth }: Walk): void {
  if (field.alias) counter.aliases += 1
  counter.cost += times
  if (field.name.value.startsWith('__')) return
  counter.depth = Math.max(counter.depth, depth)
  const inner = { around, counter, times: times * pageSize(field, around.variables), depth: depth + 1 }
  walk(field.selectionSet?.selections ?? [], inner)
}

function pageSize(field: FieldNode, variables: Around['variables']): number {
  const value = field.arguments?.find(({ name }) => name.value === 'first')?.value
  if (value?.kind === Kind.INT) return Math.max(1, Number(value.value))
  if (value?.kind !== Kind.VARIABLE) return 1
  const given = variables[value.name.value]
  return typeof given === 'number' && given > 1 ? given : 1
}
