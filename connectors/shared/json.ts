/** Of ids most are texts: what follows a quotation mark is no number. */
const bigNumber = /(?:^|[^"0-9])[0-9]{16}/

/**
 * Parses JSON without losing digits: an integer that does not fit a number comes out as its text. The slow path is taken
 * only when the text holds so long a number at all. Throws a SyntaxError, or a RangeError for absurd nesting.
 */
export function parseJson(text: string): unknown {
  return bigNumber.test(text) ? parseKeepingDigits(text) : JSON.parse(text)
}

/** The same, null for what is no JSON at all. */
export function parseJsonOrNull(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return null
  }
}

function parseKeepingDigits(text: string): unknown {
  const revive = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value
  return JSON.parse(text, revive)
}
