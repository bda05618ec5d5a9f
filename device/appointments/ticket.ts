import type { AppointmentAnswer, AppointmentPage, SlipState } from '../contract/appointment.ts'
import type { Note } from '../paper/texts/note-texts.ts'
import type { Pages } from './turn.ts'

type WithSlip = Extract<AppointmentPage, { is: 'booked' | 'checked-in' }>

/** Shows the page with the offer of a slip, prints it when it is asked for, and resolves with any other answer. */
export async function askWithSlip(pages: Pages, page: WithSlip, note: Note | null): Promise<AppointmentAnswer> {
  let slip: SlipState | undefined = note && pages.canPrint() ? 'offered' : undefined
  for (;;) {
    const now = slip ? { ...page, slip } : page
    const answer = await pages.ask(now)
    if (answer.is !== 'print') return answer
    if (!note || slip === 'printed') continue
    pages.show({ ...page, slip: 'printing' })
    slip = (await pages.print(note)) ? 'printed' : 'failed'
  }
}
