/** Coming for an appointment: by code, by its QR code, or by name and telephone number. */
import type { AppointmentPage } from '../contract/appointment.ts'
import type { CheckIn, CheckInRequest } from '../contract/booking.ts'
import type { Note } from '../paper/texts/note-texts.ts'
import { chooseErrand } from './book.ts'
import { NotSo } from './booking-api.ts'
import { askWithSlip } from './ticket.ts'
import type { Next, Pages, Turn } from './turn.ts'

type Problem = Extract<AppointmentPage, { is: 'code' }>['problem']

/** The text of a QR code is the secret link or the code itself. */
export function readScan(text: string): { token: string } | { code: string } {
  const token = /\/a\/([A-Za-z0-9_-]{16,80})(?:[/?#]|$)/.exec(text)?.[1]
  return token ? { token } : { code: text.trim().slice(0, 20) }
}

export const byCode =
  (problem: Problem): Turn =>
  async (pages) => {
    let said = problem
    for (;;) {
      const answer = await pages.ask({ is: 'code', problem: said })
      if (answer.is === 'by-name') return byName
      if (answer.is !== 'code') continue
      const found = await look(pages, readScan(answer.code))
      if (typeof found !== 'string') return found
      said = found
    }
  }

/** Who does not find themselves in so many tries needs a person; who tries others out learns no more. */
const NAME_TRIES = 5

const byName: Turn = async (pages) => {
  let said: Extract<AppointmentPage, { is: 'name' }>['problem'] = null
  let name = ''
  for (;;) {
    const over = pages.wrong.names >= NAME_TRIES
    const answer = await pages.ask({ is: 'name', name, problem: over ? 'enough' : said })
    if (answer.is !== 'name' || over) continue
    name = answer.name
    const found = await look(pages, { name, phone: answer.phone })
    if (typeof found !== 'string') return found
    if (found === 'unknown') pages.wrong.names += 1
    said = found === 'busy' ? 'enough' : found
  }
}

/** What to keep of an appointment that is not now, or not here. */
function ticketOf(found: CheckIn): Note | null {
  if (found.is === 'unknown' || found.is === 'ready') return null
  const about = { is: 'appointment', start: found.start, address: null, bring: [], text: '' } as const
  return 'code' in found
    ? { ...about, place: found.where, code: found.code }
    : { ...about, place: found.place, code: null }
}

/** Checks in; a word instead of a page is a problem to be shown on the same one. */
async function look(pages: Pages, wish: Omit<CheckInRequest, 'place'>): Promise<Turn | NonNullable<Problem>> {
  const { api } = pages
  // Any call tells which place this is.
  const here = api.here() ?? (await api.shop()).here
  try {
    const found = await api.checkIn({ ...wish, place: here ?? '-' })
    if (found.is === 'unknown') return 'unknown'
    return async (pages): Promise<Next> => {
      const isHere = 'kind' in found && found.kind === 'box'
      const answer = await askWithSlip(pages, { is: 'checked-in', found, here: isHere }, ticketOf(found))
      if (answer.is === 'begin' && isHere) return { booking: found.booking }
      return answer.is === 'book' ? chooseErrand : 'over'
    }
  } catch (error) {
    if (!(error instanceof NotSo)) throw error
    return error.status === 429 ? 'busy' : 'gone'
  }
}
