import { SaxesParser } from 'saxes'
import { UnreadableFileError } from '../table.ts'

/** Between two tags stands at most one cell's text. */
const QUIET_LENGTH_MAX = 1_000_000

export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  text(text: string): void
  close(name: string): void
}

/** Feeds one XML part to a handler, names without their prefixes. Entities of a document type are not expanded. */
export async function* parseXml(source: AsyncIterable<Uint8Array>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const decoder = new TextDecoder()
  let quietLength = 0
  parser.on('opentag', ({ name, attributes }) => {
    quietLength = 0
    handler.open(localName(name), attributes)
  })
  parser.on('text', (text) => handler.text(text))
  parser.on('cdata', (text) => handler.text(text))
  parser.on('closetag', ({ name }) => {
    quietLength = 0
    handler.close(localName(name))
  })
  parser.on('doctype', () => {
    throw new UnreadableFileError('the workbook declares a document type, which no spreadsheet program writes')
  })
  parser.on('error', (cause) => {
    throw new UnreadableFileError('the workbook is damaged: its XML cannot be read', { cause })
  })
  for await (const chunk of source) {
    parser.write(decoder.decode(chunk, { stream: true }))
    quietLength += chunk.byteLength
    if (quietLength > QUIET_LENGTH_MAX) throw new UnreadableFileError('the workbook has a cell that does not end')
    yield
  }
  parser.write(decoder.decode()).close()
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
