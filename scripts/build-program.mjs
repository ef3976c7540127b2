// Runs on Node 20; esbuild is there once install() has returned.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { root } from './install.mjs'

/**
 * Compiles one TypeScript program of ours into one file under dist/, packages left out, and returns its path. A loader that does so while
 * the program runs costs 70 MB for as long as it runs; this takes about 50 ms before.
 */
export async function buildProgram(file) {
  const { buildSync } = await import('esbuild')
  const out = join(root, 'dist', file.replace(/\.ts$/, '.mjs'))
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [file],
    outfile: out,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: 'linked',
    sourcesContent: false,
    write: false,
    logLevel: 'error',
  })
  mkdirSync(dirname(out), { recursive: true })
  // Another start may be reading the last one's file: each is replaced whole, the map before what points to it.
  for (const { path, text } of outputFiles.toSorted((a, b) => b.path.length - a.path.length)) {
    const draft = join(dirname(path), `.${basename(path)}.${process.pid}`)
    writeFileSync(draft, text)
    renameSync(draft, path)
  }
  return out
}
