/** How messages leave: one adapter, e-mail and SMS gateways over HTTP. Without one they stay in the outbox to be read there. */
import { sql } from 'kysely'
import type { Db } from '../store/store.ts'
import { LINK_ROOT } from './messages.ts'

export type OutMessage = { channel: 'email' | 'sms'; to: string; subject: string | null; text: string; id: string }
/** Rejects when the message was not taken over; it is then tried again. */
export type Sender = (message: OutMessage) => Promise<void>

/** A gateway that does not answer within this has not taken the message (ms). */
const GATEWAY_MS = 10_000

/**
 * `POST` of `{ id, to, subject, text }` as JSON; 2xx means that the gateway has taken it over. `id` is the same for each try, so that a
 * gateway can drop a second one.
 */
export function httpSender(gateways: { email?: string | undefined; sms?: string | undefined }): Sender {
  return async ({ channel, ...message }) => {
    const url = gateways[channel]
    if (!url) throw new Error(`no ${channel} gateway`)
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(GATEWAY_MS),
    })
    if (!reply.ok) throw new Error(`the ${channel} gateway said ${reply.status}`)
  }
}

const BATCH = 50
const TRIES_MAX = 8

/** Sends what is due. Each message is locked while it is on its way: two hub processes never send the same one. */
export async function sendDue(db: Db, sender: Sender | null, root: string, now: Date): Promise<number> {
  if (!sender) {
    // Nobody to hand it to: the outbox page shows it as delivered there.
    const { rows } = await sql`
      update booking_messages set sent_at = ${now}, body = replace(body, ${LINK_ROOT}, ${root})
      where sent_at is null and dropped_at is null and due_at <= ${now} returning id`.execute(db)
    return rows.length
  }
  let sent = 0
  for (let n = 0; n < BATCH; n++) {
    const more = await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{
        id: number
        channel: 'email' | 'sms'
        address: string
        subject: string | null
        body: string
        tries: number
      }>`
        select id, channel, address, subject, body, tries from booking_messages
        where sent_at is null and dropped_at is null and due_at <= ${now} and address is not null and tries < ${TRIES_MAX}
        order by due_at limit 1 for update skip locked`.execute(tx)
      const row = rows[0]
      if (!row) return false
      const { id, channel, address, subject } = row
      const text = row.body.replaceAll(LINK_ROOT, root)
      try {
        await sender({ id: `borgerboks-${id}`, channel, to: address, subject, text })
        await tx.updateTable('booking_messages').set({ sent_at: now, body: text }).where('id', '=', id).execute()
        sent++
      } catch {
        // Later each time: a gateway that is down is not hammered.
        const due_at = new Date(now.getTime() + 2 ** row.tries * 60_000)
        await tx
          .updateTable('booking_messages')
          .set({ tries: row.tries + 1, due_at })
          .where('id', '=', id)
          .execute()
      }
      return true
    })
    if (!more) break
  }
  return sent
}
