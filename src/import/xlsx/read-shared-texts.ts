import { PackedTexts } from './packed-texts.ts'
import { parseXml } from './parse-xml.ts'
import { unescapeText } from './cell-text.ts'

/** The texts that cells refer to by number (ECMA-376, 18.4): plain or in formatted runs; readings (`rPh`) are not part of them. */
export async function readSharedTexts(source: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<PackedTexts> {
  const texts = new PackedTexts()
  let text = ''
  let isText = false
  let readingDepth = 0
  const handler = {
    open(name: string) {
      if (name === 'si') text = ''
      if (name === 'rPh') readingDepth += 1
      isText = name === 't' && readingDepth === 0
    },
    text(part: string) {
      if (isText) text += part
    },
    close(name: string) {
      if (name === 'si') texts.add(unescapeText(text))
      if (name === 'rPh') readingDepth -= 1
      isText = false
    },
  }
  for await (const _ of parseXml(source, handler)) signal.throwIfAborted()
  return texts
}
