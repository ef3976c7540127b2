import {
  defaultFieldResolver,
  getNamedType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import { accessOf, authorize, EVERYONE, type Access } from './access.ts'
import type { RequestContext } from './context.ts'

/** What is reachable must say for whom it is; whoever forgets gets no schema at all. */
export class UndeclaredAccessError extends Error {
  override readonly name = 'UndeclaredAccessError'
}

/** Puts a check before every root field, and before every field that leads to a type not open to all roles. */
export function guardSchema(schema: GraphQLSchema): GraphQLSchema {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    const isRoot = roots.includes(type)
    if (!isRoot) declared(type, type.name)
    for (const field of Object.values(type.getFields())) guardField(field, { type, isRoot })
  }
  return schema
}

function guardField(
  field: GraphQLField<unknown, RequestContext>,
  { type, isRoot }: { readonly type: GraphQLObjectType; readonly isRoot: boolean },
): void {
  const name = `${type.name}.${field.name}`
  const checks: Access[] = isRoot ? [declared(field, name)] : []
  const own = accessOf(field.extensions)
  if (!isRoot && own) checks.push(own)
  const target = getNamedType(field.type)
  const reached = isUnionType(target) ? target.getTypes() : isObjectType(target) ? [target] : []
  checks.push(...reached.map((one) => declared(one, one.name)))
  const needed = checks.filter((access) => isRoot || access.roles.length < EVERYONE.length)
  if (needed.length === 0) return
  const what = isRoot ? field.name : name
  guardSubscribing(field, { needed, what })
  const resolve = field.resolve ?? defaultFieldResolver
  field.resolve = (source, args, context, info) => {
    for (const access of needed) authorize(context.principal, access, what)
    return resolve(source, args, context, info)
  }
}

/** Nobody begins to follow what they may not see. */
function guardSubscribing(
  field: GraphQLField<unknown, RequestContext>,
  { needed, what }: { readonly needed: readonly Access[]; readonly what: string },
): void {
  const { subscribe } = field
  if (!subscribe) return
  field.subscribe = (source, args, context, info) => {
    for (const access of needed) authorize(context.principal, access, what)
    return subscribe(source, args, context, info)
  }
}

function declared(of: { readonly extensions: Readonly<Record<string, unknown>> }, name: string): Access {
  const access = accessOf(of.extensions)
  if (!access) throw new UndeclaredAccessError(`${name} does not say who may use it: put @Allow on it`)
  return access
}
