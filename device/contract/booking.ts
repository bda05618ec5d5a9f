/**
 * Appointments: what the public page, staff, the box and other programs say to the hub's web port. Errors are
 * `{ error: <sentence> }` with a fitting status. `GET /api/openapi.json` is made from these schemas.
 */
import Type, { type Static } from 'typebox'
import { CalendarDate, Id, Instant, Language, nullable, oneOf } from './nouns.ts'
export const bookingKinds = ['box', 'counter', 'phone'] as const

/** Where a booked visit happens. A box in the library with video is `box`, its errand says that it needs a caseworker. */
export const BookingKind = oneOf(bookingKinds)
export type BookingKind = Static<typeof BookingKind>

/** A text that a municipality edits, in both languages. */
export const Words = Type.Object({ da: Type.String({ maxLength: 600 }), en: Type.String({ maxLength: 600 }) })
export type Words = Static<typeof Words>

export const Slug = Type.String({ pattern: '^[a-z0-9-]{1,40}$' })

export const Url = Type.String({ pattern: '^https://', maxLength: 300 })

export const SelfService = Type.Object({ url: Url, need: Words })

/** `GET /api/errands`: what can be booked. */
export const BookableErrand = Type.Object({
  id: Slug,
  name: Words,
  /** Per person. */
  minutes: Type.Integer(),
  kinds: Type.Array(BookingKind),
  /** What to bring. */
  documents: Type.Array(Words),
  /** Where it can be done without a visit. */
  self: nullable(SelfService),
})
export type BookableErrand = Static<typeof BookableErrand>

/** `GET /api/places` */
export const BookablePlace = Type.Object({
  id: Slug,
  name: Type.String(),
  address: Type.String(),
  kinds: Type.Array(BookingKind),
})
export type BookablePlace = Static<typeof BookablePlace>

/** `slot` names place, kind, local start and length; it means nothing more than the other fields say. */
export const Slot = Type.Object({
  slot: Type.String({ maxLength: 120 }),
  place: Slug,
  kind: BookingKind,
  start: Instant,
  end: Instant,
  /** How many can still book it. */
  free: Type.Integer(),
})
export type Slot = Static<typeof Slot>

/** Query of `GET /api/slots`. Several errands: repeated or separated by commas. Days are local, both included. */
export const SlotsQuery = Type.Object({
  errand: Type.Union([Type.String({ maxLength: 300 }), Type.Array(Type.String({ maxLength: 300 }), { maxItems: 6 })]),
  place: Type.Optional(Slug),
  from: Type.Optional(CalendarDate),
  to: Type.Optional(CalendarDate),
  persons: Type.Optional(Type.String({ pattern: '^([1-9]|10)$' })),
  kind: Type.Optional(BookingKind),
  /** Language of an interpreter who is booked with it. */
  interpreter: Type.Optional(Type.String({ pattern: '^[a-z]{2,3}$' })),
})
export type SlotsQuery = Static<typeof SlotsQuery>

/** `POST /api/holds` → `Hold`, or 409 when somebody was faster. */
export const HoldRequest = Type.Object({
  slot: Type.String({ maxLength: 120 }),
  errands: Type.Array(Slug, { minItems: 1, maxItems: 6 }),
  persons: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
  interpreter: Type.Optional(Type.String({ pattern: '^[a-z]{2,3}$' })),
})
export type HoldRequest = Static<typeof HoldRequest>

export const Hold = Type.Object({ hold: Id, expires: Instant })
export type Hold = Static<typeof Hold>

/** With status 429: hold again with the header `x-work: <minute>.<nonce>`, see `work.ts`. */
export const TooMany = Type.Object({
  error: Type.String(),
  work: Type.Object({ bits: Type.Integer(), minute: Type.Integer() }),
})
export type TooMany = Static<typeof TooMany>

const Email = Type.String({ pattern: '^[^\\s@<>,;"]+@[^\\s@<>,;"]+\\.[^\\s@<>,;".]+$', maxLength: 120 })

export const Phone = Type.String({ pattern: '^\\+?[0-9][0-9 ]{6,18}[0-9]$', maxLength: 20 })

/** An e-mail address, a telephone number, or both. */
export const Contact = Type.Union([
  Email,
  Phone,
  Type.Object({ email: Email, phone: Type.Optional(Phone) }),
  Type.Object({ phone: Phone, email: Type.Optional(Email) }),
])
export type Contact = Static<typeof Contact>

/** `POST /api/appointments` → `Booked`; 409 when the hold has ended, 429 when the person has booked enough that day. */
export const AppointmentRequest = Type.Object({
  hold: Id,
  name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
  contact: Contact,
  language: Type.Optional(Language),
})
export type AppointmentRequest = Static<typeof AppointmentRequest>

/** `code` is said at the box or the counter. `link` is secret: GET shows, DELETE cancels, `link/move` moves. */
export const Booked = Type.Object({ code: Type.String(), link: Type.String() })
export type Booked = Static<typeof Booked>

export const BookingState = oneOf(['booked', 'arrived', 'called', 'served', 'no-show', 'cancelled'])
export type BookingState = Static<typeof BookingState>

/** `GET` on the secret link. */
export const Appointment = Type.Object({
  code: Type.String(),
  state: BookingState,
  place: BookablePlace,
  kind: BookingKind,
  errands: Type.Array(Slug),
  persons: Type.Integer(),
  /** Language of the interpreter who comes too. */
  interpreter: nullable(Type.String()),
  start: Instant,
  end: Instant,
  name: Type.String(),
  documents: Type.Array(Words),
  /** On the list for an earlier time; `offer` is one to accept until then. */
  waitlist: nullable(
    Type.Object({
      latest: CalendarDate,
      ahead: Type.Integer(),
      offer: nullable(Type.Object({ place: Slug, start: Instant, until: Instant })),
    }),
  ),
})
export type Appointment = Static<typeof Appointment>

/** `POST {link}/move`: a hold takes the appointment's place. */
export const MoveRequest = Type.Object({ hold: Id })

/** `POST {link}/waitlist`: wants an earlier time; until `latest` (a local day, before the appointment's). */
export const WaitlistRequest = Type.Object({ latest: Type.Optional(CalendarDate) })

/** `POST {link}/offer` */
export const OfferAnswer = Type.Object({ take: Type.Boolean() })

/** `POST /api/check-in`, at a box or on one's own phone. By code; at a box also by name and phone; a caseworker by name and day. */
export const CheckInRequest = Type.Object({
  place: Slug,
  code: Type.Optional(Type.String({ maxLength: 20 })),
  /** Last part of the secret link, as its QR code has it. */
  token: Type.Optional(Type.String({ maxLength: 80 })),
  name: Type.Optional(Type.String({ maxLength: 80 })),
  /** With the name, at a box: as it was given when the time was booked. */
  phone: Type.Optional(Type.String({ maxLength: 20 })),
  /** With the name, for a caseworker: the day on which the appointment is believed to be; today if it is left out. */
  day: Type.Optional(CalendarDate),
})
export type CheckInRequest = Static<typeof CheckInRequest>

export const CheckIn = Type.Union([
  /** `ready`: go on. `early`: checked in, called at the time. `late`: checked in, fitted in after those who are due. */
  Type.Object({
    is: oneOf(['ready', 'early', 'late']),
    booking: Id,
    code: Type.String(),
    start: Instant,
    kind: BookingKind,
    where: Type.String(),
  }),
  /** Not checked in: where and when it is. */
  Type.Object({ is: oneOf(['wrong-place', 'wrong-day', 'too-late']), place: Type.String(), start: Instant }),
  Type.Object({ is: Type.Literal('unknown') }),
])
export type CheckIn = Static<typeof CheckIn>

export const callOutcomes = [
  'settled',
  'changed-errand',
  'documents-missing',
  'department',
  'no-answer',
  'needed',
] as const

export const CallOutcome = oneOf(callOutcomes)
export type CallOutcome = Static<typeof CallOutcome>

/** `GET /api/service-calls?day=`: booked visits that a call may settle, likeliest first. For caseworkers. */
export const ServiceCall = Type.Object({
  booking: Id,
  name: Type.String(),
  phone: nullable(Type.String()),
  email: nullable(Type.String()),
  place: Slug,
  start: Instant,
  errands: Type.Array(Slug),
  rule: Slug,
  /** Share settled by a call so far for this rule; the rule's own guess before there are figures. */
  chance: Type.Number(),
  measured: Type.Boolean(),
  takenBy: nullable(Type.String()),
  outcome: nullable(CallOutcome),
})
export type ServiceCall = Static<typeof ServiceCall>

/** `POST /api/service-calls/:booking`: `settled` frees the slot. */
export const CallReport = Type.Object({
  outcome: CallOutcome,
  department: Type.Optional(Type.String({ maxLength: 80 })),
  errands: Type.Optional(Type.Array(Slug, { minItems: 1, maxItems: 6 })),
})
export type CallReport = Static<typeof CallReport>

/** `GET /api/booking/messages`: the outbox, for staff. */
export const OutboxEntry = Type.Object({
  id: Type.Integer(),
  why: Type.String(),
  channel: oneOf(['email', 'sms']),
  address: nullable(Type.String()),
  subject: nullable(Type.String()),
  body: nullable(Type.String()),
  due: Instant,
  sent: nullable(Instant),
})
export type OutboxEntry = Static<typeof OutboxEntry>

export const Problem = Type.Object({ error: Type.String() })

/** `POST /api/booking/:booking/:step` */
export const oneOfSteps = ['check-in', 'call', 'start', 'serve', 'no-show', 'undo-no-show'] as const

/** `GET /api/service-calls/effect` */
export const CallEffect = Type.Array(
  Type.Object({
    rule: Slug,
    calls: Type.Integer(),
    settled: Type.Integer(),
    guessed: Type.Number(),
    minutesFreed: Type.Integer(),
  }),
)

/**
 * `GET /api/arrivals?place=`: a place's day for the desk. Who is here stands first, checked-in appointments and the chance
 * queue in one line in the order in which they are called; then who is expected, then who did not come.
 */
export const Arrival = Type.Object({
  id: Id,
  is: oneOf(['booked', 'standby']),
  /** The code of an appointment, the number of a walk-in. */
  number: Type.String(),
  name: nullable(Type.String()),
  errands: Type.Array(Slug),
  kind: BookingKind,
  state: oneOf(['booked', 'arrived', 'called', 'no-show', 'waiting', 'serving']),
  /** When they came; null: not yet. */
  since: nullable(Instant),
  due: nullable(Instant),
  /** Box or counter. */
  where: nullable(Type.String()),
  /** Of a walk-in: small children, illness, hard to stand. */
  need: Type.Boolean(),
})
export type Arrival = Static<typeof Arrival>

/** A change of opening: what it would cancel is shown before it is saved. */
export const ClosureRequest = Type.Object({
  place: nullable(Slug),
  firstDay: CalendarDate,
  lastDay: CalendarDate,
  reason: Type.String({ minLength: 1, maxLength: 120 }),
  /** False only shows what it would cancel. */
  save: Type.Boolean(),
})

/** `GET /api/closures`; `id` null: a holiday, which closes everything. */
export const Closure = Type.Object({
  id: nullable(Type.Integer()),
  place: nullable(Slug),
  firstDay: CalendarDate,
  lastDay: CalendarDate,
  reason: Type.String(),
})
export type Closure = Static<typeof Closure>

export const ClosureAnswer = Type.Object({ cancels: Type.Integer(), saved: Type.Boolean() })
