// Splits TypeScript into what stands inside string and template literals and what stands outside. Comments belong to neither.
// Line breaks stay where they are, so that a line number in either half is the line number in the file.

/** The text inside quotes and backticks; all else is blank. */
export function literalsOf(source) {
  return split(source).literals
}

/** The code outside of quotes, backticks and comments; all else is blank. */
export function codeOf(source) {
  return split(source).code
}

/** One pattern per kind of token, tried in this order at each place. A regular expression counts as code. */
const TOKENS = [
  ['comment', /\/\/[^\n]*|\/\*[\s\S]*?\*\//y],
  ['quoted', /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y],
  ['regex', /\/(?![/*])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y],
]
/** After one of these a slash begins a regular expression; after anything else it divides. */
const BEFORE_REGEX = /(?:^|[=(,:[!&|?{};+\-*%<>~^]|=>|\breturn|\btypeof|\bcase|\bin|\bof)\s*$/

function split(source) {
  const out = { literals: '', code: '' }
  // For each template we are inside of: how many braces are open in its current `${`; -1 while in its text.
  const templates = []
  let at = 0
  const put = (kind, text) => {
    const blank = text.replaceAll(/[^\n]/g, ' ')
    out.literals += kind === 'literal' || kind === 'quoted' ? text : blank
    // A literal leaves its quotes in the code, so that a slash after it is seen to divide.
    out.code += kind === 'code' ? text : kind === 'quoted' ? `'${blank.slice(2)}'` : blank
    at += text.length
  }
  while (at < source.length) {
    const top = templates.length - 1
    if (templates[top] === -1) templateText(source, at, templates, put)
    else if (!token(source, at, out.code, put)) character(source[at], templates, put)
  }
  return out
}

/** One step inside the text of a template. */
function templateText(source, at, templates, put) {
  const top = templates.length - 1
  if (source.startsWith('${', at)) {
    templates[top] = 0
    put('code', '${')
  } else if (source[at] === '`') {
    templates.pop()
    put('code', '`')
  } else put('literal', source[at] === '\\' ? source.slice(at, at + 2) : source[at])
}

function token(source, at, before, put) {
  for (const [kind, pattern] of TOKENS) {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    if (!match || (kind === 'regex' && !BEFORE_REGEX.test(before.slice(-40)))) continue
    put(kind === 'regex' ? 'code' : kind, match[0])
    return true
  }
  return false
}

function character(char, templates, put) {
  const top = templates.length - 1
  if (char === '`') templates.push(-1)
  else if (char === '{' && top >= 0) templates[top] += 1
  else if (char === '}' && top >= 0) templates[top] -= 1 // Reaches -1 at the brace that ends `${`: back in the text.
  put('code', char)
}
