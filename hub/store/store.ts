import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { Fault } from '../../device/contract/faults.ts'
import { migrate } from './migrate.ts'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>

/** Connections of one hub process; a query takes about a millisecond. */
const POOL = 8
/** A database that does not answer within this is not there (ms). */
const CONNECT_MS = 10_000
const INT8 = 20
/** Calendar dates stay text: a Date would be that day's midnight in the zone of whoever asks. */
const DATE = 1082
const asText = (text: string) => text

/** PostgreSQL's 64-bit integers come as text. Ours are counters and stay exact as numbers. */
function toNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error('a counter outgrew what a number can hold')
  return value
}

/** Opens the database at `url` and brings it to the newest shape. `Fault('config.invalid')` when it does not answer. */
export async function openStore(url: string, lost: (error: Error) => void): Promise<Db> {
  const db = connect(url, POOL, lost)
  try {
    await migrate(db)
  } catch (cause) {
    await db.destroy()
    throw new Fault('config.invalid', `database: ${(cause as Error).message}`, { cause })
  }
  return db
}

/** One connection to a database that is in shape already: for a thread that reads much. */
export function openReader(url: string): Db {
  return connect(url, 1, () => {})
}

function connect(url: string, max: number, lost: (error: Error) => void): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: CONNECT_MS,
    types: {
      getTypeParser: (oid: number) => (oid === INT8 ? toNumber : oid === DATE ? asText : pg.types.getTypeParser(oid)),
    },
  } as pg.PoolConfig)
  // An idle connection that breaks: the pool makes a new one, the bus notices for all of us.
  pool.on('error', lost)
  // One that breaks between two queries of a transaction; the next query fails and says so. Unheard, it ends the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}
