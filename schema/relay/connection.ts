import type { ClassType } from 'type-graphql'
import type { Role } from '../../src/access/role.ts'
import { Visible } from '../access.ts'
import { Field, ObjectType } from '../decorators.ts'
import { PageInfoType } from './page-info.type.ts'

export interface Connection<Node> {
  readonly edges: readonly { readonly node: Node; readonly cursor: string }[]
  readonly pageInfo: PageInfoType
}

/** Makes the two types of a Relay connection: `SkuEdge` and `SkuConnection` for the name `Sku`. */
export function connectionOf<Node extends object>(
  name: string,
  { node, visible }: { readonly node: () => ClassType<Node>; readonly visible: readonly Role[] },
): ClassType<Connection<Node>> {
  @Visible(visible)
  @ObjectType(`${name}Edge`)
  class Edge {
    @Field(node)
    declare readonly node: Node

    @Field(() => String)
    declare readonly cursor: string
  }

  @Visible(visible)
  @ObjectType(`${name}Connection`)
  class EdgesAndInfo implements Connection<Node> {
    @Field(() => [Edge])
    declare readonly edges: readonly Edge[]

    @Field(() => PageInfoType)
    declare readonly pageInfo: PageInfoType
  }
  return EdgesAndInfo
}
