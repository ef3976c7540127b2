/** Every entity the ORM knows, listed by hand: nothing is discovered from files. */
export const entities = [] as const
