/** The same answer as XML, which is what callers get who do not ask for JSON. Lists repeat their element. */
export function toXml(body: object): string {
  return `<?xml version="1.0" encoding="utf-8" ?>${elements(body)}`
}

function elements(body: object): string {
  return Object.entries(body)
    .map(([name, value]: [string, unknown]) =>
      Array.isArray(value) ? value.map((each) => element(name, each)).join('') : element(name, value),
    )
    .join('')
}

function element(name: string, value: unknown): string {
  return `<${name}>${inner(value)}</${name}>`
}

function inner(value: unknown): string {
  if (typeof value === 'object' && value !== null) return elements(value)
  return typeof value === 'string'
    ? escaped(value.replace(/^#(?=\d+$)/, ''))
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : ''
}

function escaped(text: string): string {
  return text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
