/** The fields that were given: what was left out or sent as null is not there at all. */
export function given<Fields extends object>(fields: Fields): { readonly [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)
  // TypeScript does not follow a type through `fromEntries`.
  return Object.fromEntries(entries) as { readonly [Key in keyof Fields]?: NonNullable<Fields[Key]> }
}

/** The fields that were given, also those sent as null to clear them. */
export function givenOrCleared<Fields extends object>(
  fields: Fields,
): { readonly [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  // As above.
  return Object.fromEntries(entries) as { readonly [Key in keyof Fields]?: Exclude<Fields[Key], undefined> }
}
