/** A list that came as JSON: whether it is read already depends on how the statement was run. */
export function parsed<Part>(list: readonly Part[] | string | null): readonly Part[] {
  if (list === null) return []
  return typeof list === 'string' ? JSON.parse(list) : list
}
