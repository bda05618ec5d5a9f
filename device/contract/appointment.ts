/** The pages of check-in and booking at the box: each is one ask of kind `appointment`. What a municipality writes itself comes in both languages. */
import Type, { type Static } from 'typebox'
import { BookableErrand, BookablePlace, BookingKind, CheckIn, Slot, Words } from './booking.ts'
import { Instant, nullable, oneOf } from './nouns.ts'
import { TriageExit } from './triage.ts'

/** `offered`: may be asked for by `print`. */
const SlipState = oneOf(['offered', 'printing', 'printed', 'failed'])
export type SlipState = Static<typeof SlipState>

export const AppointmentPage = Type.Union([
  /** Code by camera or keys. Answer: `code`, or `by-name`. `problem`: what the last try came to. */
  Type.Object({ is: Type.Literal('code'), problem: nullable(oneOf(['unknown', 'busy', 'gone'])) }),
  /** Name and telephone number, as they were given with the booking; `name`: the last try’s. Answer: `name`. `enough`: no more tries. */
  Type.Object({
    is: Type.Literal('name'),
    name: Type.String(),
    problem: nullable(oneOf(['unknown', 'enough', 'gone'])),
  }),
  /** What came of it, told kindly. Answer: `begin` (an appointment at this box), `book`, or `done`. */
  Type.Object({ is: Type.Literal('checked-in'), found: CheckIn, here: Type.Boolean(), slip: Type.Optional(SlipState) }),
  /** Answer: `errand`, or `errands` for more than one errand for one person. `interpreters`: languages that can be booked with it. */
  Type.Object({
    is: Type.Literal('errand'),
    errands: Type.Array(BookableErrand),
    interpreters: Type.Array(Type.String()),
  }),
  /** Answer: `choice`, the number of the answer. */
  Type.Object({ is: Type.Literal('question'), text: Words, answers: Type.Array(Words) }),
  /** A way out that is no visit. Answer: `book` (all the same) or `done`. */
  Type.Object({
    is: Type.Literal('exit'),
    exit: TriageExit,
    text: Words,
    url: nullable(Type.String()),
    need: Type.Array(Words),
    /** There are other errands to go on with after `done`. */
    more: Type.Boolean(),
  }),
  /** Answer: `slot`, or `place` to see another. Null: all places. */
  Type.Object({
    is: Type.Literal('time'),
    kind: nullable(BookingKind),
    place: nullable(Type.String()),
    places: Type.Array(BookablePlace),
    slots: Type.Array(Slot),
    problem: nullable(oneOf(['taken', 'gone'])),
  }),
  /** Answer: `who`. */
  Type.Object({
    is: Type.Literal('who'),
    start: Instant,
    placeName: Type.String(),
    kind: BookingKind,
    expires: Instant,
    problem: nullable(oneOf(['phone', 'capped', 'gone'])),
  }),
  /** Answer: `done`. */
  Type.Object({
    is: Type.Literal('booked'),
    code: Type.String(),
    link: Type.String(),
    start: Instant,
    placeName: Type.String(),
    address: Type.String(),
    kind: BookingKind,
    documents: Type.Array(Words),
    /** The same on paper: answer `print`. Left out where the box cannot print now. */
    slip: Type.Optional(SlipState),
  }),
  /** The hub cannot be reached. Answer: `again` or `done`. */
  Type.Object({ is: Type.Literal('gone') }),
])
export type AppointmentPage = Static<typeof AppointmentPage>

export const AppointmentAnswer = Type.Union([
  /** As typed, or the text of a QR code. */
  Type.Object({ is: Type.Literal('code'), code: Type.String({ maxLength: 400 }) }),
  Type.Object({
    is: Type.Literal('name'),
    name: Type.String({ maxLength: 80 }),
    phone: Type.String({ maxLength: 20 }),
  }),
  Type.Object({ is: Type.Literal('errand'), id: Type.String({ maxLength: 40 }) }),
  Type.Object({
    is: Type.Literal('errands'),
    ids: Type.Array(Type.String({ maxLength: 40 }), { minItems: 1, maxItems: 6 }),
    persons: Type.Integer({ minimum: 1, maximum: 10 }),
    interpreter: nullable(Type.String({ maxLength: 3 })),
  }),
  Type.Object({ is: Type.Literal('choice'), n: Type.Integer({ minimum: 0, maximum: 20 }) }),
  Type.Object({ is: Type.Literal('place'), place: nullable(Type.String({ maxLength: 40 })) }),
  Type.Object({ is: Type.Literal('slot'), slot: Type.String({ maxLength: 120 }) }),
  Type.Object({
    is: Type.Literal('who'),
    name: Type.String({ maxLength: 80 }),
    phone: Type.String({ maxLength: 20 }),
  }),
  Type.Object({ is: oneOf(['by-name', 'begin', 'book', 'again', 'print', 'done']) }),
])
export type AppointmentAnswer = Static<typeof AppointmentAnswer>

/** Box → hub: one request of the public booking API, made in the box's name. */
export const BookingCall = Type.Object({
  is: Type.Literal('booking'),
  method: oneOf(['GET', 'POST']),
  path: Type.String({ maxLength: 400, pattern: '^/api/' }),
  body: nullable(Type.Unknown()),
})
export type BookingCall = Static<typeof BookingCall>

/** `here`: the booking place that this box stands in, if there is one. */
export const BookingReply = Type.Object({
  is: Type.Literal('booking'),
  status: Type.Integer(),
  body: Type.Unknown(),
  here: nullable(Type.String()),
})
export type BookingReply = Static<typeof BookingReply>
