import { parseArgs } from 'node:util'
import { listChannels } from '../catalogue/find-channels.ts'
import { UsageError } from '../explain-error.ts'
import { exportListings } from '../export/export-listings.ts'
import { writeTextFile } from '../export/text-file.ts'
import { chooseMerchant } from '../import/choose-merchant.ts'
import { runTool } from './run-tool.ts'

/** `npm run export -- --listings FILE`: what nobody has mapped yet, in the format `npm run import -- --listings` reads. */
await runTool(async ({ orm, clock, signal }) => {
  const { values } = parseArgs({
    args: process.argv.slice(2),
    options: { listings: { type: 'string' }, merchant: { type: 'string' }, channel: { type: 'string' } },
    strict: true,
  })
  const path = values.listings
  if (path === undefined) throw new UsageError('name the file to write: --listings FILE')
  const em = orm.em.fork({ schema: await chooseMerchant(orm.em.fork(), values.merchant) })
  const channels = new Map((await listChannels(em)).map(({ id, code }) => [id, code]))
  if (values.channel !== undefined) {
    for (const [id, code] of channels) if (code !== values.channel) channels.delete(id)
    if (channels.size === 0) throw new UsageError(`no channel ${values.channel}`)
  }
  try {
    const count = await writeTextFile(path, (write) => exportListings({ em, clock, channels, write, signal }))
    process.stdout.write(`${count} listings to map\n`)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && 'syscall' in cause) {
      const why = cause.code === 'EEXIST' ? 'is there already: name another, or remove it' : `cannot be written (${cause.code})`
      throw new UsageError(`${path} ${why}`, { cause })
    }
    throw cause
  }
  return 0
})
