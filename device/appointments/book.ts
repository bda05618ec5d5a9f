/** Booking a time at the box: errands, questions, time, who, done. */
import type { AppointmentPage } from '../contract/appointment.ts'
import type { BookingKind, Hold, Slot } from '../contract/booking.ts'
import type { TriageExit, TriageNode } from '../contract/triage.ts'
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
  const { errands, interpreters } = shop
  const answer = await pages.ask({ is: 'errand', errands, interpreters })
  const known = (id: string) => errands.some((one) => one.id === id)
  if (answer.is === 'errand' && known(answer.id))
    return onward(shop, { errands: [answer.id], persons: 1, interpreter: null, kind: null }, [answer.id], [])
  if (answer.is !== 'errands' || !answer.ids.every(known)) return chooseErrand
  const { ids, persons, interpreter } = answer
  return onward(shop, { errands: [...new Set(ids)], persons, interpreter, kind: null }, ids, [])
}

/** Where most can be done comes first. */
const BROADEST = ['counter', 'box', 'phone'] as const

/** The next errand with questions, or the calendar. `kinds`: what the questions so far have led to. */
function onward(shop: Shop, wish: Wish, queue: string[], kinds: BookingKind[]): Turn {
  const { first } = shop.triage?.tree ?? { first: {} as Record<string, string> }
  const asks = queue.findIndex((id) => first[id])
  if (asks >= 0) return question(shop, wish, queue.slice(asks), kinds, first[queue[asks]!]!)
  const all = shop.errands.filter(({ id }) => wish.errands.includes(id))
  // Several errands in one visit: the first kind asked for that can do them all.
  const kind = BROADEST.find((one) => kinds.includes(one) && all.every((errand) => errand.kinds.includes(one))) ?? null
  return chooseTime(shop, { ...wish, kind }, kind === 'phone' ? null : shop.here, null)
}

const question =
  (shop: Shop, wish: Wish, queue: string[], kinds: BookingKind[], at: string): Turn =>
  async (pages): Promise<Next> => {
    const { version, tree } = shop.triage!
    const node = tree.nodes[at] as TriageNode
    const [errand, ...rest] = queue as [string, ...string[]]
    if (node.is === 'question') {
      const { text, answers } = node
      const answer = await pages.ask({ is: 'question', text, answers: answers.map((one) => one.text) })
      const chosen = answer.is === 'choice' ? answers[answer.n] : undefined
      return question(shop, wish, queue, kinds, chosen ? chosen.to : at)
    }
    void pages.api.count({ version, node: at, errand })
    const kind = kindOf[node.exit]
    if (kind) {
      const errands = wish.errands.map((id) => (id === errand ? (node.errand ?? id) : id))
      return onward(shop, { ...wish, errands }, rest, [...kinds, kind])
    }
    const { exit, text, url, need } = node
    const others = wish.errands.filter((id) => id !== errand)
    const answer = await pages.ask({ is: 'exit', exit, text, url, need, more: others.length > 0 })
    // All the same, or on with the other errands, of which this one is no part any more.
    if (answer.is === 'book') return onward(shop, wish, rest, kinds)
    return others.length > 0 ? onward(shop, { ...wish, errands: others }, rest, kinds) : 'over'
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
      let slots = await pages.api.slots(wish, at, Date.now())
      if (slots.length === 0 && at !== null && at === place) {
        // Not done here, or all taken: other places, rather than an empty page.
        at = null
        slots = await pages.api.slots(wish, at, Date.now())
      }
      slots = slots.slice(0, SLOTS_MAX)
      const answer = await pages.ask({ is: 'time', kind: wish.kind, place: at, places, slots, problem: said })
      said = null
      if (answer.is === 'place') at = answer.place
      const slot = answer.is === 'slot' ? slots.find((one) => one.slot === answer.slot) : undefined
      if (!slot) continue
      try {
        const hold = await pages.api.hold(slot.slot, wish)
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
