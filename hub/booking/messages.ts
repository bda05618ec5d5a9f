/** What is sent to citizens: put into the outbox with the change it tells of, sent by the sweep. */
import { type Selectable, sql } from 'kysely'
import type { Db } from '../store/store.ts'
import { linkToken } from './codes.ts'
import { HOUR_MS, MINUTE_MS } from './local-time.ts'
import { messageTexts } from './message-texts.ts'
import type { Schedule } from './schedule.ts'
import type { BookingTables } from './tables.ts'

export type BookingRow = Selectable<BookingTables['bookings']>
export type Why = 'booked' | 'moved' | 'cancelled' | 'closed' | 'reminder' | 'offer' | 'offer-taken' | 'survey'

/** The link stands as a path; the sender puts the public address before it. */
export const LINK_ROOT = '{link}'

/** Puts a message about a booking into the outbox, and the reminders that belong to it. */
export async function tell(db: Db, schedule: Schedule, booking: BookingRow, why: Why, now: Date, until?: Date) {
  const send = (channel: 'email' | 'sms', address: string | null, why: Why, due: Date) => {
    if (!address) return null
    const words = messageTexts[booking.language][why]({
      place: schedule.places.get(booking.place) ?? { name: booking.place, address: '' },
      starts: booking.starts,
      code: booking.code ?? '',
      kind: booking.kind,
      errands: booking.errands.flatMap((id) => schedule.errands.get(id) ?? []),
      link: `${LINK_ROOT}/booking/${why === 'survey' ? '#/f' : 'a'}/${linkToken(schedule.secret, booking.id)}`,
      until: until ?? null,
    })
    const { subject } = words
    const body = channel === 'sms' ? words.short : words.body
    return {
      booking: booking.id,
      why,
      channel,
      address,
      subject: channel === 'sms' ? null : subject,
      body,
      due_at: due,
    }
  }
  const before = (hours: number) => new Date(booking.starts.getTime() - hours * HOUR_MS)
  const { remindEmailHours, remindSmsHours } = schedule.settings
  const rows = [
    send('email', booking.email, why, now),
    // An SMS costs: it says what cannot wait, and everything to those without e-mail.
    why === 'survey' || (booking.email && (why === 'booked' || why === 'cancelled'))
      ? null
      : send('sms', booking.phone, why, now),
  ]
  if (why === 'booked' || why === 'moved') {
    // Who books for today needs no reminder by e-mail.
    if (before(remindEmailHours) > now) rows.push(send('email', booking.email, 'reminder', before(remindEmailHours)))
    if (before(remindSmsHours) > now) rows.push(send('sms', booking.phone, 'reminder', before(remindSmsHours)))
  }
  const due = rows.filter((row) => row !== null)
  if (due.length > 0) await db.insertInto('booking_messages').values(due).execute()
}

/** Nobody is asked how it went later than this (minutes). */
const SURVEY_MINUTES = 60

/** Asks those who have just been served by somebody how it went, whoever ended the visit. A box asks by itself. */
export async function askAfterwards(db: Db, plan: Schedule, now: Date): Promise<void> {
  const served = await db
    .selectFrom('bookings')
    .selectAll()
    .where('state', '=', 'served')
    .where('kind', '<>', 'box')
    .where('ended_at', '>', new Date(now.getTime() - SURVEY_MINUTES * MINUTE_MS))
    .where((eb) => eb.or([eb('email', 'is not', null), eb('phone', 'is not', null)]))
    .where(sql<boolean>`not exists (select from booking_messages m where m.booking = bookings.id and m.why = 'survey')`)
    .execute()
  for (const booking of served) await tell(db, plan, booking, 'survey', now)
}

/** What was to be sent about a booking is not true any more. */
export async function dropMessages(db: Db, booking: string, now: Date): Promise<void> {
  await db
    .updateTable('booking_messages')
    .set({ dropped_at: now })
    .where('booking', '=', booking)
    .where('sent_at', 'is', null)
    .where('dropped_at', 'is', null)
    .execute()
}
