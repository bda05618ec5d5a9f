/**
 * The bot brake. An address that holds slot after slot is asked to work for each further one: a hash puzzle that a phone
 * solves in about a second unseen, and that costs whoever wants thousands. Nobody reads crooked letters, and a library behind
 * one address is never locked out.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { TooMany } from '../../device/contract/booking.ts'
import type { Db } from '../store/store.ts'
import { keyed } from './codes.ts'
import { MINUTE_MS } from './local-time.ts'
import type { Schedule } from './schedule.ts'

/** In which tries are counted together (minutes). */
const WINDOW_MINUTES = 10
/** Leading zero bits asked for at first, and at most; each doubling of the tries asks one more. */
const BITS_FIRST = 13
const BITS_MAX = 20
/** A solved puzzle is good this long (minutes). */
const FRESH_MINUTES = 5

/** Null: go on. Otherwise the work to be done first. */
export async function brake(
  db: Db,
  schedule: Schedule,
  address: string | null,
  slot: string,
  proof: string | undefined,
  now: Date,
): Promise<TooMany['work'] | null> {
  if (address === null) return null
  const { rows } = await sql<{ tries: number }>`
    insert into booking_brake (address, since, tries) values (${keyed(schedule.secret, 'address', address)}, ${now}, 1)
    on conflict (address) do update set
      tries = case when booking_brake.since < ${now}::timestamptz - ${WINDOW_MINUTES} * interval '1 minute' then 1 else booking_brake.tries + 1 end,
      since = case when booking_brake.since < ${now}::timestamptz - ${WINDOW_MINUTES} * interval '1 minute' then ${now} else booking_brake.since end
    returning tries`.execute(db)
  const over = rows[0]!.tries / schedule.settings.freeHolds
  if (over <= 1) return null
  const bits = Math.min(BITS_MAX, BITS_FIRST + Math.floor(Math.log2(over)))
  const minute = Math.floor(now.getTime() / MINUTE_MS)
  return proof !== undefined && solves(slot, proof, bits, minute) ? null : { bits, minute }
}

/** `proof` is `<minute>.<nonce>`; SHA-256 of `slot:minute:nonce` begins with that many zero bits. */
export function solves(slot: string, proof: string, bits: number, now: number): boolean {
  const found = /^(\d{1,12})\.(\d{1,12})$/.exec(proof)
  if (!found || now - Number(found[1]) > FRESH_MINUTES || Number(found[1]) > now + 1) return false
  const hash = createHash('sha256').update(`${slot}:${found[1]}:${found[2]}`).digest()
  return Math.clz32(hash.readUInt32BE(0)) >= bits
}
