// Runs on Node 20 with nothing installed: it may import nothing but Node itself.
import { programFlags } from './program-flags.mjs'
import { runProgram } from './run-program.mjs'

// For `npm run bench -- publish`: the reconciler in a process of its own, run as the program is.
await runProgram('bench/harness/reconcile-apart.ts', { flags: programFlags })
