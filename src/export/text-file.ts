import { open } from 'node:fs/promises'

export type WriteText = (text: string) => Promise<void>

/** Writes a new file; one that is there already is not overwritten: somebody may have filled it in. */
export async function writeTextFile<T>(path: string, work: (write: WriteText) => Promise<T>): Promise<T> {
  await using file = await open(path, 'wx')
  return await work(async (text) => void (await file.write(text)))
}
