import { readFileSync } from 'node:fs'
import { parseJson } from '../../connectors/shared/json.ts'

/** A file under tests/fixtures as text. */
function fixtureText(path: string): string {
  return readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8')
}

/** A JSON file under tests/fixtures, no digit lost. */
export function fixtureJson(path: string): unknown {
  return parseJson(fixtureText(path))
}
