import { sql, type RawBuilder } from 'kysely'
import { toPoolId } from '../../domain/ids.ts'
import type {
  BelowZero,
  CommandCall,
  CommandKind,
  CommandOutcome,
  CommandState,
  CommandTry,
  StockCommand,
  TryOutcome,
} from '../../domain/publishing/command.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { manyIds } from './columns.ts'
import { msOf } from './instants.ts'
import { parsed } from './parsed.ts'
import { bigint, instants, integer, rowsOf, text, uuid } from './rows.ts'
import { sendAll } from './send-all.ts'

interface CommandRow {
  readonly id: string
  readonly listing_id: string
  readonly kind: CommandKind
  readonly units: string
  readonly platform_key: string
  readonly call: CommandCall
  readonly below_zero: BelowZero
  readonly key_memory_ms: string | null
  readonly state: CommandState
  readonly outcome: CommandOutcome | null
  readonly freed: string
  readonly fence: string
  readonly created_ms: number
  readonly closed_ms: number | null
  readonly tries: readonly TryRow[] | string
  readonly parts: readonly PartRow[] | string
}

interface PartRow {
  readonly pool_id: string
  readonly units: string
}

interface TryRow {
  readonly number: string
  readonly signed_ms: number
  readonly dies_ms: number
  readonly fence: string
  readonly answered_ms: number | null
  readonly outcome: TryOutcome | null
  readonly resulting_units: string | null
  readonly code: string | null
  readonly message: string | null
}

/** Commands of these listings whose outcome is not proved yet, with their tries and parts. */
export async function readOpenCommands(em: Em, listingIds: readonly string[]): Promise<readonly StockCommand[]> {
  return readCommands(em, sql`c.state <> 'closed' and c.listing_id = any(${manyIds(listingIds)})`)
}

/** The commands a condition on `c` chooses, oldest first. */
export async function readCommands(em: Em, chosen: RawBuilder<unknown>): Promise<readonly StockCommand[]> {
  const { rows } = await sql<CommandRow>`
    select c.id, c.listing_id, c.kind, c.units, c.platform_key, c.call, c.below_zero, c.key_memory_ms, c.state, c.outcome, c.freed,
           c.fence, ${msOf('c.created_at')} as created_ms, ${msOf('c.closed_at')} as closed_ms,
           coalesce((
             select json_agg(json_build_object(
                      'number', t.number::text, 'signed_ms', ${msOf('t.signed_at')}, 'dies_ms', ${msOf('t.dies_at')}, 'fence', t.fence::text,
                      'answered_ms', ${msOf('t.answered_at')}, 'outcome', t.outcome, 'resulting_units', t.resulting_units::text,
                      'code', t.code, 'message', t.message) order by t.number)
               from ${sql.table('stock_try')} t where t.command_id = c.id), '[]') as tries,
           coalesce((
             select json_agg(json_build_object('pool_id', p.pool_id::text, 'units', p.units::text) order by p.position)
               from ${sql.table('stock_command_part')} p where p.command_id = c.id), '[]') as parts
      from ${sql.table('stock_command')} c where ${chosen} order by c.created_at, c.id`.execute(merchantDb(em))
  return rows.map((row) => ({
    id: row.id,
    listingId: row.listing_id,
    kind: row.kind,
    units: Number(row.units),
    parts: parsed<PartRow>(row.parts).map((part) => ({ poolId: toPoolId(part.pool_id), units: Number(part.units) })),
    platformKey: row.platform_key,
    call: row.call,
    belowZero: row.below_zero,
    keyMemoryMs: row.key_memory_ms === null ? null : Number(row.key_memory_ms),
    state: row.state,
    outcome: row.outcome,
    freed: Number(row.freed),
    fence: row.fence,
    createdAtMs: row.created_ms,
    closedAtMs: row.closed_ms,
    tries: parsed<TryRow>(row.tries).map(toTry),
  }))
}

function toTry(row: TryRow): CommandTry {
  return {
    number: Number(row.number),
    signedAtMs: row.signed_ms,
    diesAtMs: row.dies_ms,
    fence: row.fence,
    answeredAtMs: row.answered_ms,
    outcome: row.outcome,
    resultingUnits: row.resulting_units === null ? null : Number(row.resulting_units),
    code: row.code,
    message: row.message,
  }
}

/** Stores new commands and changed ones, with their tries. I5: a second open command of a listing breaks the table's own key. */
export async function writeCommands(
  em: Em,
  { fresh, known }: { readonly fresh: readonly StockCommand[]; readonly known: readonly StockCommand[] },
  nowMs: number,
): Promise<void> {
  await sendAll(em, [
    // What is closed makes room for what is opened in the same batch.
    ...(known.length > 0 ? [updateCommands(known)] : []),
    ...(fresh.length > 0 ? [insertCommands(fresh)] : []),
    ...insertParts(fresh),
    ...writeTries([...fresh, ...known], nowMs),
  ])
}

function updateCommands(known: readonly StockCommand[]): RawBuilder<unknown> {
  return sql`
    update ${sql.table('stock_command')} c
       set state = v.state, outcome = v.outcome, freed = v.freed, closed_at = v.closed_at
      from (${rowsOf({
        id: uuid(known.map(({ id }) => id)),
        state: text(known.map(({ state }) => state)),
        outcome: text(known.map(({ outcome }) => outcome)),
        freed: bigint(known.map(({ freed }) => freed)),
        closed_at: instants(known.map(({ closedAtMs }) => closedAtMs)),
      })}) v
     where c.id = v.id`
}

function insertCommands(fresh: readonly StockCommand[]): RawBuilder<unknown> {
  return sql`
    insert into ${sql.table('stock_command')}
      (id, listing_id, pool_id, kind, units, platform_key, call, below_zero, key_memory_ms, state, outcome, freed, fence, created_at,
       closed_at)
    ${rowsOf({
      id: uuid(fresh.map(({ id }) => id)),
      listing_id: bigint(fresh.map(({ listingId }) => listingId)),
      pool_id: bigint(fresh.map(({ parts }) => parts[0]?.poolId ?? null)),
      kind: text(fresh.map(({ kind }) => kind)),
      units: bigint(fresh.map(({ units }) => units)),
      platform_key: text(fresh.map(({ platformKey }) => platformKey)),
      call: text(fresh.map(({ call }) => call)),
      below_zero: text(fresh.map(({ belowZero }) => belowZero)),
      key_memory_ms: bigint(fresh.map(({ keyMemoryMs }) => keyMemoryMs)),
      state: text(fresh.map(({ state }) => state)),
      outcome: text(fresh.map(({ outcome }) => outcome)),
      freed: bigint(fresh.map(({ freed }) => freed)),
      fence: bigint(fresh.map(({ fence }) => fence)),
      created_at: instants(fresh.map(({ createdAtMs }) => createdAtMs)),
      closed_at: instants(fresh.map(({ closedAtMs }) => closedAtMs)),
    })}`
}

function insertParts(fresh: readonly StockCommand[]): readonly RawBuilder<unknown>[] {
  const parts = fresh.flatMap(({ id, parts: all }) => all.map((part, n) => ({ id, position: n + 1, ...part })))
  const real = parts.filter(({ units }) => units > 0)
  if (real.length === 0) return []
  return [
    sql`
    insert into ${sql.table('stock_command_part')} (command_id, position, pool_id, units)
    ${rowsOf({
      command_id: uuid(real.map(({ id }) => id)),
      position: integer(real.map(({ position }) => position)),
      pool_id: bigint(real.map(({ poolId }) => poolId)),
      units: bigint(real.map(({ units }) => units)),
    })}`,
  ]
}

function writeTries(commands: readonly StockCommand[], nowMs: number): readonly RawBuilder<unknown>[] {
  const tries = commands.flatMap(({ id, listingId, tries: all }) => all.map((one) => ({ commandId: id, listingId, ...one })))
  if (tries.length === 0) return []
  return [
    sql`
    insert into ${sql.table('stock_try')} as t
      (listing_id, number, command_id, signed_at, dies_at, fence, recorded_at, answered_at, outcome, resulting_units, code, message)
    ${rowsOf({
      listing_id: bigint(tries.map(({ listingId }) => listingId)),
      number: bigint(tries.map(({ number }) => number)),
      command_id: uuid(tries.map(({ commandId }) => commandId)),
      signed_at: instants(tries.map(({ signedAtMs }) => signedAtMs)),
      dies_at: instants(tries.map(({ diesAtMs }) => diesAtMs)),
      fence: bigint(tries.map(({ fence }) => fence)),
      recorded_at: instants(tries.map(() => nowMs)),
      answered_at: instants(tries.map(({ answeredAtMs }) => answeredAtMs)),
      outcome: text(tries.map(({ outcome }) => outcome)),
      resulting_units: bigint(tries.map(({ resultingUnits }) => resultingUnits)),
      code: text(tries.map(({ code }) => code)),
      message: text(tries.map(({ message }) => message)),
    })}
        on conflict (listing_id, number) do update
       set answered_at = excluded.answered_at, outcome = excluded.outcome, resulting_units = excluded.resulting_units,
           code = excluded.code, message = excluded.message
     where t.outcome is null`,
  ]
}
