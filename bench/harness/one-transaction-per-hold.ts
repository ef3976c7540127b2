import pg from 'pg'
import type { BenchContext } from './bench.ts'
import { closedLoop, type LoopResult } from './closed-loop.ts'

export const BASELINE_CONNECTIONS = 16

/** What is compared with: four statements a hold (begin, guarded update, insert, commit), by plain `pg`. */
export interface OneTransactionPerHold {
  /** Keeps all connections busy with holds of one unit of random SKUs. */
  measure(seconds: number): Promise<LoopResult>
  dispose(): Promise<void>
}

export async function oneTransactionPerHold(
  { databaseUrl, signal, clock }: BenchContext,
  { skus }: { readonly skus: number },
): Promise<OneTransactionPerHold> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: BASELINE_CONNECTIONS, min: BASELINE_CONNECTIONS })
  // The server may be stopped before the pool has closed its last connection.
  pool.on('error', () => undefined)
  await createTables(pool, skus)
  const clients = await Promise.all(Array.from({ length: BASELINE_CONNECTIONS }, () => pool.connect()))
  return {
    measure: (seconds) =>
      closedLoop({ callers: BASELINE_CONNECTIONS, seconds, signal }, (n) => {
        const client = clients[n]
        if (!client) throw new Error('one connection a caller')
        return hold(client, 1 + Math.floor(Math.random() * skus), clock.now())
      }),
    async dispose() {
      for (const client of clients) client.release()
      await pool.end()
    },
  }
}

async function createTables(pool: pg.Pool, skus: number): Promise<void> {
  await pool.query('drop schema if exists baseline cascade')
  await pool.query('create schema baseline')
  await pool.query(
    `create table baseline.stock (sku bigint primary key, on_hand bigint not null, held bigint not null, check (held <= on_hand))
       with (fillfactor = 70)`,
  )
  await pool.query(
    `create table baseline.hold (id uuid primary key, sku bigint not null, units bigint not null, held_at timestamptz)`,
  )
  await pool.query(`insert into baseline.stock select n, 1000000000, 0 from generate_series(1, $1::int) n`, [skus])
}

async function hold(client: pg.PoolClient, sku: number, now: Date): Promise<void> {
  await client.query('begin')
  const { rowCount } = await client.query('update baseline.stock set held = held + $2 where sku = $1 and on_hand - held >= $2', [
    sku,
    1,
  ])
  if (rowCount !== 1) throw new Error('the baseline has sold out')
  await client.query('insert into baseline.hold (id, sku, units, held_at) values ($1, $2, $3, $4)', [
    crypto.randomUUID(),
    sku,
    1,
    now,
  ])
  await client.query('commit')
}
