// Runs on Node 20 with nothing installed: it may import nothing but Node itself.
import { runProgram } from './run-program.mjs'

// The nursery's three halves are kept once they were used: at their usual size they are a quarter of the idle program.
await runProgram('src/main.ts', { flags: ['--max-semi-space-size=8'] })
