import { parseArgs } from 'node:util'
import { readRole } from './role.ts'
import { runApp } from './run-app.ts'

process.exitCode = await runApp(() => {
  const options = { role: { type: 'string', default: 'all' }, bare: { type: 'boolean' } } as const
  const { values } = parseArgs({ options, strict: true })
  return { role: readRole(values.role) }
})
// Whatever a library has left open must not keep the process.
process.exit()
