/**
 * The hub's web port (people sign in) and the loopback servers beside a box: desk socket, enrolment, authority inbox and
 * virtual bench. Errors are `{ error: <sentence> }` with a fitting HTTP status everywhere.
 */
import Type, { type Static } from 'typebox'
import { Sealed } from './link.ts'
import {
  Caseworker,
  GuestKind,
  IceServer,
  Id,
  Instant,
  Language,
  nullable,
  oneOf,
  PublicKey,
  StepName,
} from './nouns.ts'

/** `POST /api/session` → 204 and a cookie, or 401. `DELETE /api/session` signs out. */
export const SignIn = Type.Object({ user: Type.String({ maxLength: 60 }), password: Type.String({ maxLength: 200 }) })
export type SignIn = Static<typeof SignIn>

/** `GET /api/session` → who is signed in, or 401. */
export const Session = Type.Object({
  user: Type.String(),
  caseworker: Caseworker,
  roles: Type.Array(oneOf(['caseworker', 'supervisor', 'planner', 'technician', 'auditor', 'finance'])),
})
export type Session = Static<typeof Session>

/** How the citizen is met: at a box by video, at a counter, by telephone. */
export const Channel = oneOf(['box', 'counter', 'phone'])
export type Channel = Static<typeof Channel>

export const Availability = oneOf(['available', 'pause', 'wrap-up'])
export type Availability = Static<typeof Availability>

/**
 * `yes`: may be taken; otherwise what stands in the way: a skill, the language, the place, or it is kept for somebody else.
 * `routed`: comes by `next` only, so that nobody chooses who approves after them; `second`: this caseworker approved first.
 */
export const Fit = oneOf(['yes', 'skill', 'language', 'place', 'held', 'routed', 'second'])
export type Fit = Static<typeof Fit>

/** The caseworker's own words to a colleague about a case: nothing that names the citizen belongs here. */
const Note = Type.String({ maxLength: 400 })

export const QueueEntry = Type.Object({
  case: Id,
  /** Short speakable number of the case. */
  number: Type.String(),
  /** Empty where no box is behind it. */
  box: Type.String(),
  place: Type.String(),
  /** Of the catalogue, or another one that can be booked. */
  errand: Type.String(),
  language: Language,
  step: StepName,
  /** `visit`: at a counter; `call-back`: wants to be called. */
  why: oneOf(['decision', 'help', 'supervised', 'second', 'visit', 'call-back']),
  since: Instant,
  /** Lost its caseworker in the middle: first in line. */
  again: Type.Boolean(),
  boxConnected: Type.Boolean(),
  claimedBy: nullable(Type.String()),
  channel: Channel,
  /** 0 in turn, 1 soon, 2 now. */
  urgency: Type.Integer(),
  bookedFor: nullable(Instant),
  /** When the wait began, as figures count it: `since`, or the booked start if that is later. */
  waitsFrom: Instant,
  /** Kept for this person, by name. */
  heldFor: nullable(Type.String()),
  note: nullable(Type.Object({ by: Type.String(), text: Note })),
  /** Help by voice only is wished for. */
  voice: Type.Optional(Type.Boolean()),
  fit: Fit,
})
export type QueueEntry = Static<typeof QueueEntry>

export const Colleague = Type.Object({
  user: Type.String(),
  name: Type.String(),
  availability: Availability,
  reason: nullable(Type.String()),
  since: Instant,
  /** Has a citizen now. */
  busy: Type.Boolean(),
})
export type Colleague = Static<typeof Colleague>

export const Alarm = Type.Object({
  id: Id,
  at: Instant,
  from: oneOf(['citizen', 'staff']),
  /** The box or the person. */
  who: Type.String(),
  place: Type.String(),
})
export type Alarm = Static<typeof Alarm>

/** Hub → desk, over the WebSocket `/desk` (session cookie). */
export const DeskSocketDown = Type.Union([
  /** Those who wait, best for this caseworker first, then those with a caseworker; `waiting` counts also what is cut off. */
  Type.Object({ is: Type.Literal('queue'), queue: Type.Array(QueueEntry), waiting: Type.Optional(Type.Integer()) }),
  /** How this caseworker stands, and the colleagues who are signed in. */
  Type.Object({ is: Type.Literal('staff'), me: Colleague, colleagues: Type.Array(Colleague) }),
  /** Somebody feels threatened, now: until somebody says that they go. */
  Type.Object({ is: Type.Literal('alarms'), alarms: Type.Array(Alarm) }),
  /** Where to call somebody whose case was taken. */
  Type.Object({ is: Type.Literal('phone'), claim: Id, phone: nullable(Type.String()) }),
  Type.Object({
    is: Type.Literal('claimed'),
    case: Id,
    claim: Id,
    iceServers: Type.Array(IceServer),
    iceTransportPolicy: oneOf(['all', 'relay']),
  }),
  /** Another caseworker was faster, or the citizen left. */
  Type.Object({
    is: Type.Literal('not-claimed'),
    case: Id,
    why: oneOf(['taken', 'gone', 'held', 'skill', 'routed', 'second', 'none']),
  }),
  Type.Object({ is: Type.Literal('from-box'), claim: Id, kind: oneOf(['view', 'message']), sealed: Sealed }),
  /** `ended`: the visit is over. `box-lost`: the box died; its evidence is gone. `box-silent` / `box-back`: its line. `second`: on to another. */
  Type.Object({
    is: Type.Literal('case'),
    claim: Id,
    state: oneOf(['ended', 'second', 'box-lost', 'box-silent', 'box-back']),
  }),
  /** The one-time link's address and token: `url#guest.token` and the desk's own key. */
  Type.Object({
    is: Type.Literal('invited'),
    claim: Id,
    guest: Id,
    kind: GuestKind,
    url: Type.String(),
    token: Type.String(),
  }),
  /** Somebody has used the link, or has gone; with `here` how their call finds its way. */
  Type.Object({
    is: Type.Literal('guest'),
    claim: Id,
    guest: Id,
    state: oneOf(['here', 'gone']),
    iceServers: Type.Array(IceServer),
    iceTransportPolicy: oneOf(['all', 'relay']),
  }),
  Type.Object({ is: Type.Literal('from-guest'), claim: Id, guest: Id, sealed: Sealed }),
  /** Whether a `to-box` with that id arrived. */
  Type.Object({ is: Type.Literal('sent'), id: Type.String(), ok: Type.Boolean() }),
])
export type DeskSocketDown = Static<typeof DeskSocketDown>

/** Desk → hub. */
export const DeskSocketUp = Type.Union([
  /** `reason`: opens a case that is kept for somebody else; it stands in the audit log. */
  Type.Object({
    is: Type.Literal('claim'),
    case: Id,
    sealKey: PublicKey,
    signKey: PublicKey,
    reason: Type.Optional(Type.String({ minLength: 10, maxLength: 200 })),
  }),
  /** Somebody sits here: the session does not end for lack of it. Once a minute at most. */
  Type.Object({ is: Type.Literal('here') }),
  /** Whoever is best for this caseworker now; answered like a claim (`not-claimed` with `none` when nobody waits). */
  Type.Object({ is: Type.Literal('next'), sealKey: PublicKey, signKey: PublicKey }),
  Type.Object({
    is: Type.Literal('availability'),
    availability: Availability,
    reason: nullable(Type.String({ maxLength: 80 })),
  }),
  /** Kept for the same caseworker for a while; the citizen sees that. */
  Type.Object({ is: Type.Literal('park'), claim: Id, note: nullable(Note) }),
  Type.Object({
    is: Type.Literal('transfer'),
    claim: Id,
    to: Type.Union([
      Type.Object({ user: Type.String({ maxLength: 60 }) }),
      Type.Object({ skill: Type.String({ maxLength: 60 }) }),
    ]),
    note: nullable(Note),
  }),
  /** A call-back that nobody answered: to be tried again later. */
  Type.Object({ is: Type.Literal('no-answer'), claim: Id }),
  Type.Object({ is: Type.Literal('alarm') }),
  Type.Object({ is: Type.Literal('alarm-taken'), alarm: Id }),
  /** `requeue`: back to the head of the queue; `done`: after a decision was taken. */
  Type.Object({ is: Type.Literal('release'), claim: Id, how: oneOf(['requeue', 'done']) }),
  Type.Object({ is: Type.Literal('to-box'), id: Type.String({ maxLength: 40 }), claim: Id, sealed: Sealed }),
  /** A one-time link for somebody to come into this call. */
  Type.Object({ is: Type.Literal('invite'), claim: Id, kind: GuestKind }),
  Type.Object({ is: Type.Literal('to-guest'), claim: Id, guest: Id, sealed: Sealed }),
  Type.Object({ is: Type.Literal('guest-out'), claim: Id, guest: Id }),
  /** For the audit log. What was decided the box itself reports, when it has taken it over. */
  Type.Object({
    is: Type.Literal('audit'),
    claim: Id,
    act: oneOf(['looked', 'retake']),
    step: nullable(StepName),
  }),
])
export type DeskSocketUp = Static<typeof DeskSocketUp>

/** The authority's inbox: `POST /applications` with the sealed text, answered by its signed acknowledgement. */
export const InboxPost = Type.Object({ applicationId: Id, sealed: Sealed })
export type InboxPost = Static<typeof InboxPost>
/** `GET /applications` on the stand-in. */
export const InboxEntry = Type.Object({
  applicationId: Id,
  at: Instant,
  verdict: oneOf(['approved', 'rejected', 'referred']),
  /** The box's and the desk's signature and every evidence hash were verified. */
  verified: Type.Boolean(),
  captures: Type.Boolean(),
  /** How often it was delivered (the same id is stored once). */
  deliveries: Type.Integer(),
})
export type InboxEntry = Static<typeof InboxEntry>
