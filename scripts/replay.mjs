// Runs on Node 20 with nothing installed: it may import nothing but Node itself.
import { runProgram } from './run-program.mjs'

await runProgram('replay/main.ts')
