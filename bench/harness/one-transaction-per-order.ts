import pg from 'pg'
import type { BenchContext } from './bench.ts'
import { closedLoop, type LoopResult } from './closed-loop.ts'
import { BASELINE_CONNECTIONS } from './one-transaction-per-hold.ts'

/** What is compared with: a transaction an order (order, its lines, a guarded update for each), by plain `pg`. */
export interface OneTransactionPerOrder {
  measure(seconds: number): Promise<LoopResult>
  dispose(): Promise<void>
}

export async function oneTransactionPerOrder(
  { databaseUrl, signal }: BenchContext,
  { skus, lines }: { readonly skus: number; readonly lines: number },
): Promise<OneTransactionPerOrder> {
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
        const first = Math.floor(Math.random() * skus)
        // In one order, so that no two orders wait for each other.
        const wanted = Array.from({ length: lines }, (_, line) => 1 + ((first + line * 331) % skus)).toSorted((a, b) => a - b)
        return order(client, wanted)
      }),
    async dispose() {
      for (const client of clients) client.release()
      await pool.end()
    },
  }
}

async function createTables(pool: pg.Pool, skus: number): Promise<void> {
  await pool.query('drop schema if exists baseline_orders cascade')
  await pool.query('create schema baseline_orders')
  await pool.query(
    `create table baseline_orders.stock (sku bigint primary key, on_hand bigint not null, held bigint not null, check (held <= on_hand))
       with (fillfactor = 70)`,
  )
  await pool.query('create table baseline_orders.customer_order (id uuid primary key, state text not null)')
  await pool.query(
    `create table baseline_orders.line (order_id uuid not null, line integer not null, sku bigint not null, units bigint not null,
       primary key (order_id, line))`,
  )
  await pool.query(`insert into baseline_orders.stock select n, 1000000000, 0 from generate_series(1, $1::int) n`, [skus])
}

async function order(client: pg.PoolClient, skus: readonly number[]): Promise<void> {
  const id = crypto.randomUUID()
  await client.query('begin')
  await client.query("insert into baseline_orders.customer_order (id, state) values ($1, 'paid')", [id])
  for (const [line, sku] of skus.entries()) {
    await client.query('insert into baseline_orders.line (order_id, line, sku, units) values ($1, $2, $3, 1)', [id, line, sku])
    const { rowCount } = await client.query(
      'update baseline_orders.stock set held = held + 1 where sku = $1 and on_hand - held >= 1',
      [sku],
    )
    if (rowCount !== 1) throw new Error('the baseline has sold out')
  }
  await client.query('commit')
}
