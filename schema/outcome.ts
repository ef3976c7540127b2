import type { ClassType } from 'type-graphql'
import { createUnionType } from './decorators.ts'
import { RefusedType } from './refused.type.ts'

/** What a command may answer: its good outcome (or several, told apart by their `kind`), or `Refused`. */
export function outcomeOf(name: string, good: ClassType | Readonly<Record<string, ClassType>>) {
  const goodOf = (kind: string): ClassType | undefined => (typeof good === 'function' ? good : good[kind])
  const types = [...new Set(typeof good === 'function' ? [good] : Object.values(good)), RefusedType]
  return createUnionType({
    name,
    types: () => types,
    resolveType: ({ kind = 'refused' }: { readonly kind?: string }) => (kind === 'refused' ? RefusedType : goodOf(kind)),
  })
}
