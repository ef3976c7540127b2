// Runs on Node 20 with nothing installed: it may import nothing but Node itself.
import { programFlags } from './program-flags.mjs'
import { runProgram } from './run-program.mjs'

/** A process with a part to play, or with a server of the operator's, is no place for a demo. */
const isBare = process.argv.slice(2).some((arg) => /^--(bare|role)\b/.test(arg)) || Boolean(process.env.DATABASE_URL)

await runProgram(isBare ? 'src/main.ts' : 'demo/main.ts', { flags: programFlags })
