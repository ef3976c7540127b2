import { registerEnumType } from './decorators.ts'

/** Registers texts of ours as an enum: `to_inspect` is `TO_INSPECT` for callers. */
export function enumOf<Value extends string>(name: string, values: readonly Value[]): Readonly<Record<string, Value>> {
  const entries = Object.fromEntries(values.map((value) => [value.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_'), value]))
  registerEnumType(entries, { name })
  return entries
}
