/** Booking a time at the box: errand, questions, time, who, done. One errand for one person; more is for the web page. */
import type { AppointmentPage } from '../contract/appointment.ts'
import type { BookingKind, Hold, Slot, TriageExit, TriageNode } from '../contract/booking.ts'
import { NotSo, type Shop, type Wish } from './booking-api.ts'
import { askWithSlip } from './ticket.ts'
import type { Next, Turn } from './turn.ts'

const kindOf: Record<TriageExit, BookingKind | null> = {
  'self-service': null,
  'other-authority': null,
  call: 'phone',
  box: 'box',
  'box-video': 'box',
  counter: 'counter',
}

export const chooseErrand: Turn = async (pages) => {
  const shop = await pages.api.shop()
  const answer = await pages.ask({ is: 'errand', errands: shop.errands })
  if (answer.is !== 'errand' || !shop.errands.some(({ id }) => id === answer.id)) return chooseErrand
  const first = shop.triage?.tree.first[answer.id]
  const wish: Wish = { errands: [answer.id], kind: null }
  return first ? question(shop, answer.id, first) : chooseTime(shop, wish, shop.here, null)
}

const question =
  (shop: Shop, errand: string, at: string): Turn =>
  async (pages): Promise<Next> => {
    const { version, tree } = shop.triage!
    const node = tree.nodes[at] as TriageNode
    if (node.is === 'question') {
      const { text, answers } = node
      const answer = await pages.ask({ is: 'question', text, answers: answers.map((one) => one.text) })
      const chosen = answer.is === 'choice' ? answers[answer.n] : undefined
      return chosen ? question(shop, errand, chosen.to) : question(shop, errand, at)
    }
    void pages.api.count({ version, node: at, errand })
    const kind = kindOf[node.exit]
    const wish: Wish = { errands: [node.errand ?? errand], kind }
    if (kind) return chooseTime(shop, wish, kind === 'phone' ? null : shop.here, null)
    const { exit, text, url, need } = node
    const answer = await pages.ask({ is: 'exit', exit, text, url, need })
    return answer.is === 'book' ? chooseTime(shop, { errands: [errand], kind: null }, shop.here, null) : 'over'
  }

type TimeProblem = Extract<AppointmentPage, { is: 'time' }>['problem']

/** Slots that a screen can hold; the first ones are what people at a box want. */
const SLOTS_MAX = 400

const chooseTime =
  (shop: Shop, wish: Wish, place: string | null, problem: TimeProblem): Turn =>
  async (pages) => {
    const places = shop.places.filter(({ kinds }) => !wish.kind || kinds.includes(wish.kind))
    let at = places.some(({ id }) => id === place) ? place : null
    let said = problem
    for (;;) {
      const slots = (await pages.api.slots(wish, at, Date.now())).slice(0, SLOTS_MAX)
      const answer = await pages.ask({ is: 'time', kind: wish.kind, place: at, places, slots, problem: said })
      said = null
      if (answer.is === 'place') at = answer.place
      const slot = answer.is === 'slot' ? slots.find((one) => one.slot === answer.slot) : undefined
      if (!slot) continue
      try {
        const hold = await pages.api.hold(slot.slot, wish.errands)
        return who(shop, wish, slot, hold)
      } catch (error) {
        if (!(error instanceof NotSo)) throw error
        said = 'taken'
      }
    }
  }

const who =
  (shop: Shop, wish: Wish, slot: Slot, hold: Hold): Turn =>
  async (pages) => {
    const place = shop.places.find(({ id }) => id === slot.place)
    const placeName = place?.name ?? slot.place
    const about = { start: slot.start, placeName, kind: slot.kind, expires: hold.expires }
    let problem: Extract<AppointmentPage, { is: 'who' }>['problem'] = null
    for (;;) {
      const answer = await pages.ask({ is: 'who', ...about, problem })
      if (answer.is !== 'who') continue
      try {
        const booked = await pages.api.book(hold.hold, answer.name.trim(), answer.phone, pages.language())
        const documents = shop.errands.filter(({ id }) => wish.errands.includes(id)).flatMap((one) => one.documents)
        return async (pages) => {
          const address = place?.address ?? ''
          const { start, kind } = slot
          const language = pages.language()
          const note = {
            is: 'appointment',
            start,
            place: placeName,
            address,
            code: booked.code,
            bring: documents.map((words) => words[language]),
            text: '',
          } as const
          await askWithSlip(pages, { is: 'booked', ...booked, start, placeName, address, kind, documents }, note)
          return 'over'
        }
      } catch (error) {
        if (!(error instanceof NotSo)) throw error
        if (error.status === 409) return chooseTime(shop, wish, slot.place, 'gone')
        problem = error.status === 429 ? 'capped' : 'phone'
      }
    }
  }
