import { createHash } from 'node:crypto'
import type { DocumentLine } from '../engine/journal.ts'
import type { Names } from '../engine/names.ts'
import type { Operation } from '../engine/operation.ts'
import { booked } from '../goods-lines.ts'
import { applyContent } from './apply-content.ts'
import { bookArrivals, goodsOfDocument } from './arrivals.ts'
import { bookedBefore, checkDocumentLine, contentOf, mentionsOfContent, type DocumentLineArgs } from './content.ts'
import { place, type Placed } from './place.ts'
import { touchesContent } from './touches-content.ts'

export interface DocumentBooked {
  /** Told before with the same content; told for the first time; told before with other content. */
  readonly kind: 'unchanged' | 'booked' | 'corrected'
  readonly deficitUnits: number
}

/**
 * Books one line of a document of another system: never refused for stock, in any order. The same line again does
 * nothing; with other content it is a correction, and the difference is booked. An acknowledgement of an order that is
 * not there yet waits for it, and is booked when it is told again then.
 */
export const bookDocument: Operation<DocumentLineArgs, DocumentBooked> = {
  name: 'document',
  knowsRepeats: true,
  check: checkDocumentLine,

  mentions(args) {
    const { source, document, line } = args
    return { ...mentionsOfContent(args), documents: [{ source, document, line }] }
  },

  touches: (args, names) => touchesContent(args, names),
  presale: goodsOfDocument,

  decide(book, args, scene) {
    const content = contentOf(args)
    const contentHash = createHash('sha256').update(JSON.stringify(content)).digest('hex')
    const { source, document, line } = args
    const told = book.documents.get(JSON.stringify([source, document, line]))
    const isSame = told?.contentHash === contentHash
    if (isSame && !told.waits) return { kind: 'unchanged', deficitUnits: booked(book).deficitUnits }

    // The clocks of other systems run ahead at times: nothing is booked in the future.
    const bookedAtMs = Math.min(bookedBefore(args, told) ?? args.happenedAtMs, scene.nowMs)
    const placed = place(args, { ...content, happenedAtMs: bookedAtMs }, scene.names)
    if ('kind' in placed) return placed
    const waits = content.kind === 'acknowledgement' && placed.hold === undefined
    if (isSame && waits) return { kind: 'unchanged', deficitUnits: booked(book).deficitUnits }
    const before = told === undefined || told.waits ? undefined : earlier(args, told, scene.names)
    applyContent(book, { before, after: placed }, scene)
    bookArrivals(book, { before, after: placed }, scene)
    book.documents.set(JSON.stringify([source, document, line]), {
      source,
      document,
      line,
      kind: args.kind,
      contentHash,
      content,
      revision: (told?.revision ?? 0) + 1,
      happenedAtMs: bookedAtMs,
      waits,
    })
    return { kind: told === undefined ? 'booked' : 'corrected', deficitUnits: booked(book).deficitUnits }
  },
}

/** What the line said before, as of when it was booked: it was placed then, so it can be placed now. */
function earlier(args: DocumentLineArgs, { content, happenedAtMs }: DocumentLine, names: Names): Placed | undefined {
  const placed = place(args, { ...content, happenedAtMs }, names)
  return 'kind' in placed ? undefined : placed
}
