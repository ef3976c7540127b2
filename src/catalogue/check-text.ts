import { catalogueLimits } from './limits.ts'
import { firstNo, invalid, type CatalogueRefused } from './refusal.ts'

// Half of a surrogate pair is no character: PostgreSQL would store something else than what was asked for.
const UNSTORABLE = /[\p{Cc}\p{Cs}]/u
// Invisible characters make two codes that look the same.
const UNFIT_FOR_CODE = /[\p{Cc}\p{Cs}\p{Cf}\u2028\u2029]/u

/** Codes are compared and cached as they are, so they are refused rather than tidied up. */
export function checkCode(code: string, field: string): CatalogueRefused | undefined {
  if (code === '') return invalid(field, `${field} must not be empty`)
  if (code.length > catalogueLimits.codeLength) {
    return invalid(field, `${field} must have at most ${catalogueLimits.codeLength} characters, not ${code.length}`)
  }
  if (UNFIT_FOR_CODE.test(code)) return invalid(field, `${field} must not contain control or invisible characters`)
  if (code !== code.trim()) return invalid(field, `${field} must not begin or end with a space`)
  return undefined
}

/** A text of one line for people. */
export function checkText(text: string, field: string, maxLength: number): CatalogueRefused | undefined {
  if (text.trim() === '') return invalid(field, `${field} must not be empty`)
  if (text.length > maxLength) return invalid(field, `${field} must have at most ${maxLength} characters, not ${text.length}`)
  if (UNSTORABLE.test(text)) return invalid(field, `${field} must not contain control characters`)
  return undefined
}

export function checkName(name: string, field = 'name'): CatalogueRefused | undefined {
  return checkText(name, field, catalogueLimits.nameLength)
}

export function checkTags(tags: readonly string[], field = 'tags'): CatalogueRefused | undefined {
  if (tags.length > catalogueLimits.tags) return invalid(field, `${field} must be at most ${catalogueLimits.tags}`)
  return firstNo(...tags.map((tag, n) => checkText(tag, `${field}.${n}`, catalogueLimits.tagLength)))
}
