import type { DocumentLineArgs } from '../../src/stock/documents/content.ts'
import type { SubmitOutcome } from '../../src/stock/documents/submit-documents.ts'

/** Each answer beside the name of its line. */
export function toSubmitted(lines: readonly DocumentLineArgs[], outcome: SubmitOutcome) {
  if (outcome.kind === 'refused') return outcome
  const answers = outcome.lines.map((answer, n) => {
    const { document = '', line = '' } = lines[n] ?? {}
    const refused = answer.kind === 'refused' ? answer : null
    return { document, line, kind: answer.kind, deficitUnits: answer.kind === 'refused' ? null : answer.deficitUnits, refused }
  })
  return { kind: 'submitted', lines: answers }
}
