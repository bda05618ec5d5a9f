import type { AppointmentPage } from '../../device/contract/appointment.ts'
import { seedErrands } from '../../hub/booking/seed-errands.ts'

const places = [
  { id: 'hovedbiblioteket', name: 'Hovedbiblioteket', address: 'Torvet 3', kinds: ['box', 'counter'] },
  { id: 'raadhuset', name: 'Borgerservice på rådhuset', address: 'Rådhuspladsen 1', kinds: ['counter'] },
] satisfies Extract<AppointmentPage, { is: 'time' }>['places']

const start = '2026-12-07T09:15:00.000Z'
const slots = Array.from({ length: 40 }, (_, n) => ({
  slot: `hovedbiblioteket.box.${n}`,
  place: places[n % 2]!.id,
  kind: n % 2 === 0 ? ('box' as const) : ('counter' as const),
  start: new Date(Date.parse(start) + n * 900_000).toISOString(),
  end: new Date(Date.parse(start) + (n + 1) * 900_000).toISOString(),
  free: 2,
}))
const booking = '3f1c0c86-9a8e-4d5b-a5f4-6a1e0a8f2b11'
const checkedIn = { booking, code: 'KM 4827', start, kind: 'counter' as const, where: 'Skranke 2' }
const away = { place: 'Borgerservice på rådhuset', start }
const found = (page: Omit<Extract<AppointmentPage, { is: 'checked-in' }>, 'is'>) => ({
  is: 'checked-in' as const,
  ...page,
})

/** The pages of check-in and booking, each with what fills it most; those that differ only in a sentence stand once. */
export const appointmentPages: Record<string, AppointmentPage> = {
  'code-unknown': { is: 'code', problem: 'unknown' },
  name: { is: 'name', name: 'Karl Emil Kodeløs', problem: 'unknown' },
  'name-enough': { is: 'name', name: '', problem: 'enough' },
  'ready-here': found({ found: { is: 'ready', ...checkedIn, kind: 'box', where: 'Boks 1' }, here: true }),
  late: found({ found: { is: 'late', ...checkedIn }, here: false }),
  'wrong-place': found({ found: { is: 'wrong-place', ...away }, here: false }),
  errand: {
    is: 'errand',
    errands: seedErrands.map(({ video: _, ...errand }) => errand),
    interpreters: ['ar', 'fa', 'so', 'tr', 'uk'],
  },
  question: {
    is: 'question',
    text: {
      da: 'Vil du bruge boksen i biblioteket? Du tager selv billede og fingeraftryk, og en sagsbehandler er med på skærmen.',
      en: 'Will you use the box in the library? You take portrait and fingerprints yourself, and a caseworker joins on the screen.',
    },
    answers: [
      { da: 'Ja, boksen', en: 'Yes, the box' },
      { da: 'Nej, jeg vil møde en medarbejder', en: 'No, I want to meet somebody' },
    ],
  },
  exit: {
    is: 'exit',
    exit: 'self-service',
    text: { da: 'Bestil kortet selv nu. Det kommer med posten.', en: 'Order the card yourself now. It comes by post.' },
    url: 'https://www.borger.dk/sundhed-og-sygdom',
    need: [{ da: 'MitID', en: 'MitID' }],
    more: false,
  },
  time: { is: 'time', kind: null, place: null, places, slots, problem: 'taken' },
  who: { is: 'who', start, placeName: 'Hovedbiblioteket', kind: 'box', expires: start, problem: null },
  booked: {
    is: 'booked',
    code: 'KM 4827',
    link: 'https://tid.kystby.dk/booking/a/k3JvN0b1Qm9yZ2VyYm9rc0RlbW8x',
    start,
    placeName: 'Hovedbiblioteket',
    address: 'Torvet 3',
    kind: 'box',
    documents: seedErrands[1]!.documents,
    slip: 'failed',
  },
}
