// Runs on Node 20 with nothing installed: it may import nothing but Node itself.
import { runProgram } from './run-program.mjs'

// The shops of a replay, and all their orders, are in this process: what is left over of each moment is looked for once all has grown by
// half, where V8 would let it become several times as much.
await runProgram('replay/main.ts', { flags: ['--heap-growing-percent=50'] })
