/** One request and answer of each booking route, as the API's document shows them. A test checks them against the schemas. */
import type { Route } from './api.ts'

type Examples = NonNullable<Route['examples']>

const BOOKING = '3f1c0c86-9a8e-4d5b-a5f4-6a1e0a8f2b11'
const da = (text: string, en: string) => ({ da: text, en })
const place = { id: 'hovedbiblioteket', name: 'Hovedbiblioteket', address: 'Torvet 3', kinds: ['box', 'counter'] }
const question = {
  is: 'question',
  text: da('Har du MitID?', 'Do you have MitID?'),
  answers: [
    { text: da('Ja', 'Yes'), to: 'health-self' },
    { text: da('Nej', 'No'), to: 'counter' },
  ],
}
const exit = (exit: string, text: ReturnType<typeof da>, url: string | null) => ({
  ...{ is: 'exit', exit, text, url },
  errand: null,
  need: url ? [da('MitID', 'MitID')] : [],
})
const policy = {
  place: 'raadhuset',
  weekday: null,
  opens: 540,
  closes: 900,
  active: true,
  level: 0.9,
  limitMinutes: 5,
  spare: null,
  maxWaiting: 8,
}
const checkedIn = {
  is: 'ready',
  booking: BOOKING,
  code: 'KM 4827',
  start: '2026-12-01T09:00:00.000Z',
  kind: 'counter',
  where: 'Skranke 2',
}
const ticket = {
  number: 'C 5',
  link: 'https://tid.kystby.dk/booking/s/f8Qa…',
  state: 'waiting',
  position: 2,
  where: null,
  chance: 0.86,
  by: '2026-12-01T14:00:00.000Z',
  wait: { from: 8, to: 24 },
}

export const examples: Record<string, Examples> = {
  'get /api/errands': {
    answer: [
      {
        id: 'health-card',
        name: da('Sundhedskort', 'Health card'),
        minutes: 10,
        kinds: ['box', 'counter', 'phone'],
        documents: [da('Gyldigt pas eller kørekort', 'Valid passport or driving licence')],
        self: { url: 'https://www.borger.dk/sundhed-og-sygdom', need: da('Du skal bruge MitID.', 'You need MitID.') },
      },
    ],
  },
  'get /api/places': { answer: [place] },
  'get /booking/a/:token': {
    answer: {
      code: 'KM 4827',
      state: 'booked',
      place,
      kind: 'box',
      errands: ['passport-renewal'],
      persons: 1,
      interpreter: null,
      start: '2026-12-01T09:00:00.000Z',
      end: '2026-12-01T09:15:00.000Z',
      name: 'Anna Andersen',
      documents: [da('Dit seneste pas', 'Your latest passport')],
      waitlist: { latest: '2026-11-30', ahead: 2, offer: null },
    },
  },
  'post /booking/a/:token/move': { body: { hold: BOOKING } },
  'get /booking/a/:token/appointment.ics': { answer: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n…' },
  'get /api/triage': {
    answer: {
      version: 3,
      tree: {
        first: { 'health-card': 'health-mitid' },
        nodes: {
          'health-mitid': question,
          'health-self': exit(
            'self-service',
            da('Bestil kortet selv nu.', 'Order the card yourself now.'),
            'https://www.borger.dk/sundhed-og-sygdom',
          ),
          counter: exit('counter', da('En medarbejder hjælper dig.', 'Somebody helps you.'), null),
        },
      },
    },
  },
  'post /api/triage/exits': { body: { version: 3, node: 'health-self', errand: 'health-card', back: false } },
  'get /api/booking/messages': {
    query: { why: 'reminder' },
    answer: [
      {
        id: 812,
        why: 'reminder',
        channel: 'sms',
        address: '+4512345678',
        subject: null,
        body: 'Husk din tid: …',
        due: '2026-12-01T07:00:00.000Z',
        sent: null,
      },
    ],
  },
  'get /api/arrivals': {
    query: { place: 'raadhuset' },
    answer: [
      {
        id: BOOKING,
        is: 'booked',
        number: 'KM 4827',
        name: 'Anna Andersen',
        errands: ['id-card'],
        kind: 'counter',
        state: 'arrived',
        since: '2026-12-01T08:52:00.000Z',
        due: '2026-12-01T09:00:00.000Z',
        where: 'Skranke 2',
        need: false,
      },
    ],
  },
  'get /api/service-calls': {
    query: { day: '2026-12-01' },
    answer: [
      {
        booking: BOOKING,
        name: 'Anna Andersen',
        phone: '+4512345678',
        email: null,
        place: 'raadhuset',
        start: '2026-12-01T09:00:00.000Z',
        errands: ['address-change'],
        rule: 'self-service',
        chance: 0.46,
        measured: true,
        takenBy: null,
        outcome: null,
      },
    ],
  },
  'get /api/service-calls/effect': {
    answer: [{ rule: 'self-service', calls: 210, settled: 97, guessed: 0.5, minutesFreed: 1455 }],
  },
  'post /api/service-calls/:booking': { body: { outcome: 'department', department: 'Familieafdelingen' } },
  'post /api/standby': {
    body: { place: 'raadhuset', errands: ['id-card'], phone: '12345678', need: false, language: 'da' },
    answer: ticket,
  },
  'get /booking/s/:token': { answer: { ...ticket, state: 'called', position: null, where: 'Skranke 2' } },
  'get /api/standby/policies': { answer: [policy] },
  'put /api/standby/policies': { body: [policy] },
  'post /booking/a/:token/waitlist': { body: { latest: '2026-11-30' } },
  'post /booking/a/:token/offer': { body: { take: true } },
  'post /api/check-in': { body: { place: 'hovedbiblioteket', code: 'KM 4827' }, answer: checkedIn },
  'post /booking/a/:token/check-in': { answer: checkedIn },
}
