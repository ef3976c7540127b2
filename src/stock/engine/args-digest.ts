import { hash } from 'node:crypto'

/** Tells whether a key is used for the same arguments again. In which order a caller wrote them down does not matter. */
export function argsDigest(operation: string, args: unknown): string {
  return hash('sha256', `${operation} ${inOrder(args)}`, 'hex')
}

/** JSON with the keys of every object in order. */
function inOrder(value: unknown): string {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : (JSON.stringify(value) ?? 'null')
  if (Array.isArray(value)) return `[${value.map(inOrder).join()}]`
  const parts: Readonly<Record<string, unknown>> = { ...value }
  let text = ''
  for (const { key, quoted } of sorted(Object.keys(parts))) {
    const part = parts[key]
    if (part !== undefined) text += `${text === '' ? '' : ','}${quoted}:${inOrder(part)}`
  }
  return `{${text}}`
}

interface Shape {
  readonly keys: readonly string[]
  readonly parts: readonly { readonly key: string; readonly quoted: string }[]
}

const SHAPES_MAX = 1_000

/** The arguments of one operation nearly always have the same keys: sorting and quoting them each time is most of the work. */
const shapes = new Map<string, Shape>()

function sorted(keys: readonly string[]): Shape['parts'] {
  const name = keys.join()
  const known = shapes.get(name)
  if (known?.keys.length === keys.length && known.keys.every((key, n) => key === keys[n])) return known.parts
  const parts = keys.toSorted().map((key) => ({ key, quoted: JSON.stringify(key) }))
  if (shapes.size < SHAPES_MAX) shapes.set(name, { keys, parts })
  return parts
}
