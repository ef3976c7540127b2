import { posix } from 'node:path'
import { UnreadableFileError } from '../table.ts'
import type { Package } from './open-package.ts'
import { parseXml } from './parse-xml.ts'

export interface SheetParts {
  readonly sheet: string
  readonly sharedTexts: string
}

/** The part of the first sheet that is not hidden, by the workbook's own list (ECMA-376, 18.2.20). */
export async function findSheet(file: Package, signal: AbortSignal): Promise<SheetParts> {
  const sheets: { readonly id: string; readonly isHidden: boolean }[] = []
  await readTags(file, 'xl/workbook.xml', signal, (name, attributes) => {
    if (name !== 'sheet') return
    const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
    if (id !== undefined) sheets.push({ id, isHidden: (attributes.state ?? 'visible') !== 'visible' })
  })
  const targets = new Map<string, { readonly type: string; readonly path: string }>()
  await readTags(file, 'xl/_rels/workbook.xml.rels', signal, (name, { Id: id, Type: type, Target: target }) => {
    if (name !== 'Relationship' || id === undefined || type === undefined || target === undefined) return
    targets.set(id, { type: type.slice(type.lastIndexOf('/') + 1), path: posix.join('/xl', resolved(target)).slice(1) })
  })
  const worksheets = sheets.filter(({ id }) => targets.get(id)?.type === 'worksheet')
  const chosen = worksheets.find(({ isHidden }) => !isHidden) ?? worksheets[0]
  const sheet = chosen && targets.get(chosen.id)
  if (!sheet) throw new UnreadableFileError('the workbook has no sheet of cells')
  const sharedTexts = targets.values().find(({ type }) => type === 'sharedStrings')?.path ?? 'xl/sharedStrings.xml'
  return { sheet: sheet.path, sharedTexts }
}

/** A target that begins with a slash is meant from the root of the package. */
function resolved(target: string): string {
  return target.startsWith('/') ? posix.join('..', target) : target
}

async function readTags(
  file: Package,
  part: string,
  signal: AbortSignal,
  open: (name: string, attributes: Readonly<Record<string, string>>) => void,
): Promise<void> {
  const source = file.read(part)
  if (!source) throw new UnreadableFileError(`the file is no workbook: it has no part ${part}`)
  for await (const _ of parseXml(source, { open, text: ignore, close: ignore })) signal.throwIfAborted()
}

function ignore(): void {}
