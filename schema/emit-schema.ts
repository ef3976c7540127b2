import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { buildApi } from './build-schema.ts'

// `npm run codegen` writes schema/schema.graphql; with --check it only says whether the file still tells the truth.
const path = fileURLToPath(new URL('schema.graphql', import.meta.url))
const text = `# Written by "npm run codegen" from the classes beside it.\n\n${printSchema(lexicographicSortSchema(buildApi()))}\n`
if (!process.argv.includes('--check')) writeFileSync(path, text)
else if (readFileSync(path, 'utf8') !== text) {
  process.stderr.write('schema/schema.graphql is not what the code says: run "npm run codegen"\n')
  process.exitCode = 1
}
