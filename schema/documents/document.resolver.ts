import { documentRowKey } from '../../src/stock/read/list-documents.ts'
import { OutcomeUnknown } from '../../src/stock/engine/batch-failure.ts'
import { Allow, OPERATORS, READERS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from '../decorators.ts'
import { OutcomeUnknownError } from '../errors.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { PageArgs } from '../relay/page.args.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { SubmitDocumentsInput, toDocumentLines } from './document.input.ts'
import { DocumentLineConnection, DocumentLineType, SubmitDocumentsOutcome } from './document.type.ts'
import { toSubmitted } from './to-submitted.ts'

const LIST = 'documents'

@Resolver(() => DocumentLineType)
export class DocumentResolver {
  @Allow(READERS)
  @Query(() => DocumentLineConnection, { description: 'What one source has told, by document and line.' })
  async documents(
    @Arg('source', () => String) source: string,
    @Arg('document', () => String, { nullable: true }) document: string | null,
    @Args(() => PageArgs) { first, after }: PageArgs,
    @Ctx() { desk }: RequestContext,
  ) {
    const wanted = { source, document: document ?? null, first, after: decodeCursor(LIST, after) }
    return toKeyedConnection(await desk().stock.listDocuments(wanted), (row) => encodeCursor(LIST, documentRowKey(row)))
  }

  @Allow(OPERATORS)
  @Mutation(() => SubmitDocumentsOutcome, {
    description:
      'Receipts, shipments, returns, counts, transfers, till sales of other systems: in any order, as often as you like.',
  })
  async submitDocuments(
    @Arg('input', () => SubmitDocumentsInput) input: SubmitDocumentsInput,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    try {
      const lines = toDocumentLines(input)
      return toSubmitted(lines, await desk().stock.submitDocuments(lines, principal.actor))
    } catch (error) {
      throw error instanceof OutcomeUnknown ? new OutcomeUnknownError(error) : error
    }
  }

  @FieldResolver(() => String, { description: 'A JSON object.' })
  content(@Root() { content }: DocumentLineType) {
    return JSON.stringify(content)
  }
}
