export const roles = ['viewer', 'storefront', 'operator', 'admin'] as const
/** What a credential is for: looking on, selling, running the warehouse, or all of it. Which field allows which is said in schema/. */
export type Role = (typeof roles)[number]

export function isRole(text: string): text is Role {
  return roles.some((role) => role === text)
}
