import { firstRefusal, checkLineCount } from '../check-args.ts'
import { limits } from '../limits.ts'
import { refused, type Refused } from '../refusal.ts'
import type { StockDesk } from '../stock-desk.ts'
import { bookDocument, type DocumentBooked } from './book-document.ts'
import type { DocumentLineArgs } from './content.ts'

/** Lines that wait at the desk at once: a large submission leaves room for buyers. */
const AT_ONCE = 256

export type SubmittedLine = DocumentBooked | Refused

export type SubmitOutcome = { readonly kind: 'submitted'; readonly lines: readonly SubmittedLine[] } | Refused

/** Books many lines of documents; each has its own answer, and one that cannot be meant does not hold up the others. */
export async function submitDocuments(
  desk: Pick<StockDesk, 'do'>,
  lines: readonly DocumentLineArgs[],
  { actor }: { readonly actor: string },
): Promise<SubmitOutcome> {
  const names = new Set(lines.map(({ source, document, line }) => JSON.stringify([source, document, line])))
  const no = firstRefusal(
    checkLineCount(lines.length, limits.linesPerSubmission),
    names.size < lines.length ? refused('INVALID', 'a line of a document is told twice', { field: 'lines' }) : undefined,
  )
  if (no) return no
  const answers: SubmittedLine[] = []
  for (let from = 0; from < lines.length; from += AT_ONCE) {
    const some = lines.slice(from, from + AT_ONCE)
    answers.push(...(await Promise.all(some.map((line) => desk.do(bookDocument, line, { key: 'document', actor })))))
  }
  return { kind: 'submitted', lines: answers }
}
