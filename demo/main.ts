import { join } from 'node:path'
import type { AppExtras } from '../src/app.ts'
import { SystemClock } from '../src/clock.ts'
import type { Config } from '../src/config.ts'
import { UsageError } from '../src/explain-error.ts'
import { runApp, type Running } from '../src/run-app.ts'
import { saysHelp } from '../src/start-options.ts'
import { readDemoGoods } from './goods.ts'
import { admitDemo, markDatabase } from './mark.ts'
import { readDemoOptions } from './options.ts'
import { CALLS_PER_SECOND, demoPlatforms } from './platforms.ts'
import { runDemo } from './run.ts'
import { serveShops, type ServedShops } from './shops.ts'
import { signIn } from './sign-in.ts'
import { openWorld, readHead, type DemoWorld } from './world.ts'

const args = process.argv.slice(2)
if (!saysHelp(args)) process.exitCode = await runApp(demo)
// Whatever a library has left open must not keep the process.
process.exit()

function demo({ database }: Config): Running {
  const { speed, lines, port } = readDemoOptions(args)
  if (database.kind === 'own') throw new UsageError('the demo runs on a database of its own: npm start -- --bare runs without it')
  const { dataFolder } = database
  const folder = join(dataFolder, 'demo')
  const after = new AsyncDisposableStack()
  let opened: { readonly world: DemoWorld; readonly served: ServedShops } | undefined
  const extras: AppExtras = {
    async admit(em, now) {
      // Nobody else is in the data folder from here on.
      const head = readHead(folder)
      await admitDemo(em, { id: head?.id ?? null, dataFolder })
      if (head && lines !== null && lines !== head.lines)
        throw new UsageError(
          `this demo was begun ${head.lines === null ? 'without --lines' : `with --lines ${head.lines}`}: say the same, or use another DATA_FOLDER`,
        )
      const wanted = head ? head.lines : lines
      const goods = await readDemoGoods(wanted, new AbortController().signal)
      const world = openWorld({ folder, goods, lines: wanted, clock: new SystemClock() })
      after.defer(() => world.journal.close())
      await markDatabase(em, { id: world.id, now })
      const served = after.use(await serveShops(world.market, world.ports))
      world.journal.write({ kind: 'ports', ports: served.ports })
      opened = { world, served }
    },
    callsPerSecond: CALLS_PER_SECOND,
    platforms: (platforms) => (opened ? demoPlatforms(platforms, opened.world.market) : platforms),
    signIn: (place) => signIn(folder, place),
  }
  return {
    role: 'all',
    port,
    extras,
    after,
    beside(app) {
      if (!opened) throw new Error('the demo was not admitted')
      return runDemo(app, { ...opened, speed })
    },
  }
}
