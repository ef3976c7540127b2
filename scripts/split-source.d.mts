export function literalsOf(source: string): string
export function codeOf(source: string): string
