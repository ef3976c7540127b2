import { documentKinds } from '../../src/stock/documents/content.ts'
import type { DocumentLine } from '../../src/stock/engine/journal.ts'
import { EVERYONE, READERS, Visible } from '../access.ts'
import { Field, Int, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { outcomeOf } from '../outcome.ts'
import { RefusedType } from '../refused.type.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime, Units } from '../scalars.ts'

export const DocumentKindEnum = enumOf('DocumentKind', documentKinds)

@Visible(READERS)
@ObjectType('DocumentLine', { description: 'A line of a document of another system, as last told.' })
export class DocumentLineType implements Omit<DocumentLine, 'content' | 'waits'> {
  @Field(() => String)
  declare readonly source: string

  @Field(() => String)
  declare readonly document: string

  @Field(() => String)
  declare readonly line: string

  @Field(() => String)
  declare readonly kind: string

  declare readonly contentHash: string
  declare readonly content: unknown

  @Field(() => Int, { description: 'How often it was told with other content.' })
  declare readonly revision: number

  @Field(() => DateTime, { name: 'happenedAt' })
  declare readonly happenedAtMs: number
}

export const DocumentLineConnection = connectionOf('DocumentLine', { node: () => DocumentLineType, visible: READERS })

export type SubmittedAs = 'booked' | 'corrected' | 'unchanged' | 'refused'
const SubmittedAsEnum = enumOf<SubmittedAs>('SubmittedAs', ['booked', 'corrected', 'unchanged', 'refused'])

@Visible(EVERYONE)
@ObjectType('SubmittedLine')
export class SubmittedLineType {
  @Field(() => String)
  declare readonly document: string

  @Field(() => String)
  declare readonly line: string

  @Field(() => SubmittedAsEnum, { name: 'outcome' })
  declare readonly kind: SubmittedAs

  @Field(() => Units, { nullable: true, description: 'Units promised beyond what is there, at its pool and SKU, afterwards.' })
  declare readonly deficitUnits: number | null

  @Field(() => RefusedType, { nullable: true, description: 'Only what cannot be meant is refused; the other lines are booked.' })
  declare readonly refused: RefusedType | null
}

@Visible(EVERYONE)
@ObjectType('DocumentsSubmitted')
class DocumentsSubmittedType {
  @Field(() => [SubmittedLineType], { description: 'In the order they were sent.' })
  declare readonly lines: readonly SubmittedLineType[]
}

export const SubmitDocumentsOutcome = outcomeOf('SubmitDocumentsOutcome', DocumentsSubmittedType)
