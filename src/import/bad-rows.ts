/** Where rows that cannot be imported are told, as they are met. */
export interface BadRows {
  add(line: number, reason: string): void
}

/** How far a file has been read, from 0 to 1. */
export type OnProgress = (share: number) => void
