// Runs on Node 20 with nothing installed: it may import nothing but Node itself.
import { runProgram } from './run-program.mjs'

// Millions of rows are short-lived: a small heap that is swept often keeps the whole far below 300 MB, and is no slower.
await runProgram('src/cli/import.ts', { flags: ['--max-semi-space-size=4', '--heap-growing-percent=30'] })
