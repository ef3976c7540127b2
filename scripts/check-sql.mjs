// Refuses what the linter cannot see: the words inside SQL, and ways around the one place that knows a merchant's schema.
import { readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { literalsOf, codeOf } from './split-source.mjs'

const FOLDERS = ['src', 'schema', 'migrations', 'connectors', 'sandbox', 'bench', 'tests']

/** `where` says which part of a source file a rule reads: the text inside quotes and backticks, or the code outside of them. */
const RULES = [
  {
    where: 'literals',
    pattern:
      /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\b(current_timestamp|current_date|current_time|localtimestamp)\b/i,
    except: ['src/db/follow-database-clock.ts', 'tests/integration/db/', 'tests/unit/scripts/'],
    message: 'SQL takes the time as a parameter, from the Clock',
  },
  {
    where: 'literals',
    pattern: /search_path/i,
    except: [],
    message: 'a merchant is named in the statement, never set on the session: it leaks between the clients of a pooler',
  },
  {
    where: 'literals',
    pattern: /\bcreate\s+(or\s+replace\s+)?(constraint\s+)?trigger\b|\bmerge\s+into\b/i,
    except: [],
    message: 'a sharded database takes neither triggers nor merge',
  },
  {
    where: 'code',
    pattern: /\bgetKysely\b/,
    except: ['src/db/merchant-db.ts'],
    message: "it ignores the merchant's schema: use merchantDb(em)",
  },
  {
    where: 'code',
    pattern: /\b(em|tx)\.(execute|getConnection|getDriver|createQueryBuilder|qb)\b/,
    except: ['src/db/'],
    message: 'MikroORM writes values into the text of the statement there: use merchantDb(em)',
  },
  {
    where: 'code',
    pattern: /\bnew Date\(\)|\bperformance\.now\b|\bfrom 'node:timers/,
    except: ['src/clock.ts', 'sandbox/shared/clock.ts', 'tests/', 'bench/'],
    message: 'time and waiting come from the Clock',
  },
]

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...FOLDERS], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file.endsWith('.ts'))

let found = 0
for (const file of files) {
  const source = readIfThere(file)
  if (source === undefined) continue
  const parts = { literals: literalsOf(source), code: codeOf(source) }
  for (const { where, pattern, except, message } of RULES) {
    if (except.some((path) => file.startsWith(path))) continue
    for (const [index, line] of parts[where].split('\n').entries()) {
      if (!pattern.test(line)) continue
      found += 1
      console.error(`${file}:${index + 1}: ${pattern.exec(line)?.[0]}: ${message}`)
    }
  }
}
console.log(`Checked SQL and time in ${files.length} files: ${found} found.`)
process.exit(found === 0 ? 0 : 1)

/** Git lists files that are deleted but not yet committed as deleted. */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
