import { ColumnNode, IdentifierNode, RawNode, ReferenceNode, TableNode, ValueNode, type OperationNode } from 'kysely'

/** So many merchants' texts are kept at once: some hundred kilobytes each. */
const SCHEMAS_MAX = 32
/** A template comes in so many forms at most, by what is put into it. */
const FORMS_MAX = 8

/** What tells the text of one statement from that of another, and its values. */
export interface Parts {
  /** Pieces of text as they follow each other, with a mark for each value, and one before each name. */
  readonly form: string[]
  readonly values: unknown[]
}

interface Written {
  readonly form: readonly string[]
  readonly sql: string
}

const VALUE = '\u0000value'
const TABLE = '\u0000table'
const NAME = '\u0000name'
const COLUMN = '\u0000column'

/** By schema, then by the template. Most statements are the same template over and over, with other values. */
const written = new Map<string, WeakMap<readonly string[], Written[]>>()

/** The parts of a template that is made of values, tables, names, and templates like it; null for any other. */
export function partsOf(node: RawNode): Parts | null {
  const parts = { form: [], values: [] }
  return addParts(node, parts) ? parts : null
}

function addParts({ sqlFragments, parameters }: RawNode, parts: Parts): boolean {
  for (let n = 0; n < sqlFragments.length; n += 1) {
    parts.form.push(sqlFragments[n] ?? '')
    const part = parameters[n]
    if (part && !addPart(part, parts)) return false
  }
  return true
}

function addPart(part: OperationNode, parts: Parts): boolean {
  if (RawNode.is(part)) return addParts(part, parts)
  if (ValueNode.is(part) && !part.immediate) {
    parts.form.push(VALUE)
    parts.values.push(part.value)
    return true
  }
  if (IdentifierNode.is(part)) {
    parts.form.push(NAME, part.name)
    return true
  }
  if (ReferenceNode.is(part)) return addColumn(part, parts)
  const table = bareTable(part)
  if (table === null) return false
  parts.form.push(TABLE, table)
  return true
}

function addColumn({ table, column }: ReferenceNode, parts: Parts): boolean {
  const alias = table ? bareTable(table) : ''
  if (alias === null || !ColumnNode.is(column)) return false
  parts.form.push(COLUMN, alias, column.column.name)
  return true
}

/** A table without a schema. */
export function bareTable(part: OperationNode): string | null {
  return TableNode.is(part) && !part.table.schema ? part.table.identifier.name : null
}

/** The text as it was written before, if it was. */
export function writtenText(schema: string, { sqlFragments }: RawNode, { form }: Parts): string | undefined {
  const forms = written.get(schema)?.get(sqlFragments)
  return forms?.find((one) => one.form.length === form.length && one.form.every((piece, n) => piece === form[n]))?.sql
}

export function keepText(
  schema: string,
  { sqlFragments }: RawNode,
  { parts, sql }: { readonly parts: Parts; readonly sql: string },
): void {
  const templates = written.get(schema) ?? new WeakMap<readonly string[], Written[]>()
  if (!written.has(schema)) {
    const [oldest] = written.keys()
    if (oldest !== undefined && written.size >= SCHEMAS_MAX) written.delete(oldest)
    written.set(schema, templates)
  }
  const forms = templates.get(sqlFragments) ?? []
  if (forms.length < FORMS_MAX) forms.push({ form: parts.form, sql })
  templates.set(sqlFragments, forms)
}
