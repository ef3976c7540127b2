import { readRole } from './role.ts'
import { runApp } from './run-app.ts'
import { commonOptions, parseStart, readPort, saysHelp } from './start-options.ts'

const args = process.argv.slice(2)
if (!saysHelp(args)) {
  process.exitCode = await runApp(() => {
    const options = { ...commonOptions, role: { type: 'string', default: 'all' }, bare: { type: 'boolean' } } as const
    const { role, port } = parseStart(args, options)
    return { role: readRole(role), port: readPort(port) }
  })
}
// Whatever a library has left open must not keep the process.
process.exit()
