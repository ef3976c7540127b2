// Runs on Node 20 with nothing installed: it may import nothing but Node itself.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { buildProgram } from './build-program.mjs'
import { install, root } from './install.mjs'

/** Installs what is missing, then runs a TypeScript program of ours with Node 24 until it ends, and ends as it did. `flags` are Node's own. */
export async function runProgram(file, { flags = [] } = {}) {
  const node = await install()
  const program = await buildProgram(file)
  const args = [...flags, '--enable-source-maps', program, ...process.argv.slice(2)]
  // Over the channel the program learns that we are gone, however that came about.
  const child = spawn(node, args, { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name))
  child.once('error', (error) => {
    console.error(`the program could not be started: ${error.message}`)
    process.exit(1)
  })
  child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}
