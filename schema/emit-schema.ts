import { readFileSync, writeFileSync } from 'node:fs'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { buildApi } from './build-schema.ts'

// `npm run codegen` writes schema/schema.graphql; with --check it only says whether the file still tells the truth.
// Its place is told from the project's folder, where its script starts it.
const path = 'schema/schema.graphql'
const text = `# Written by "npm run codegen" from the classes beside it.\n\n${printSchema(lexicographicSortSchema(buildApi()))}\n`
if (!process.argv.includes('--check')) writeFileSync(path, text)
else if (readFileSync(path, 'utf8') !== text) {
  process.stderr.write('schema/schema.graphql is not what the code says: run "npm run codegen"\n')
  process.exitCode = 1
}
