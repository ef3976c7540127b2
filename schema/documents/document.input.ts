import type { Condition } from '../../src/domain/ids.ts'
import type { DocumentKind, DocumentLineArgs } from '../../src/stock/documents/content.ts'
import { Field, InputType, Int } from '../decorators.ts'
import { DateTime } from '../scalars.ts'
import { ConditionEnum } from '../stock/condition.enum.ts'
import { DocumentKindEnum } from './document.type.ts'

@InputType({
  description: 'Source, document and line name it for ever; the same again changes nothing, other content corrects it.',
})
export class DocumentLineInput {
  @Field(() => String)
  declare readonly document: string

  @Field(() => String)
  declare readonly line: string

  @Field(() => DocumentKindEnum)
  declare readonly kind: DocumentKind

  @Field(() => DateTime)
  declare readonly happenedAt: Date

  @Field(() => Int, {
    defaultValue: 0,
    description: 'Moved or counted; signed for an adjustment; for a shipment all units of the order line shipped so far.',
  })
  declare readonly units: number

  @Field(() => String, { nullable: true })
  declare readonly location?: string | null

  @Field(() => String, { nullable: true })
  declare readonly sku?: string | null

  @Field(() => ConditionEnum, { defaultValue: 'sellable' })
  declare readonly condition: Condition

  @Field(() => ConditionEnum, { nullable: true, description: 'For a change of condition: what the goods became.' })
  declare readonly toCondition?: Condition | null

  @Field(() => String, { nullable: true, description: "For a dispatch or an arrival: the transfer's name." })
  declare readonly transfer?: string | null

  @Field(() => String, { nullable: true, description: 'The other end of a transfer, where it is known.' })
  declare readonly otherLocation?: string | null

  @Field(() => String, { nullable: true, description: "For a shipment or an acknowledgement: the hold's reference, or its id." })
  declare readonly order?: string | null

  @Field(() => Int, { nullable: true, description: "The hold's first line with this SKU, when not given." })
  declare readonly orderLine?: number | null

  @Field(() => String, { nullable: true })
  declare readonly reason?: string | null
}

@InputType()
export class SubmitDocumentsInput {
  @Field(() => String, { description: 'The system that says so.' })
  declare readonly source: string

  @Field(() => [DocumentLineInput])
  declare readonly lines: readonly DocumentLineInput[]
}

export function toDocumentLines({ source, lines }: SubmitDocumentsInput): readonly DocumentLineArgs[] {
  return lines.map(({ document, line, kind, happenedAt, units, condition, ...rest }) => {
    const { location = null, sku = null, toCondition = null, transfer = null } = rest
    const { otherLocation = null, order = null, orderLine = null, reason = null } = rest
    const places = { location, sku, condition, toCondition, transfer, otherLocation }
    return { source, document, line, kind, happenedAtMs: happenedAt.getTime(), units, ...places, order, orderLine, reason }
  })
}
