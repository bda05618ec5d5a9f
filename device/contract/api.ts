/**
 * The hub's web port (people sign in) and the loopback servers beside a box: desk socket, enrolment, authority inbox and
 * virtual bench. Errors are `{ error: <sentence> }` with a fitting HTTP status everywhere.
 */
import Type, { type Static } from 'typebox'
import { Sealed } from './link.ts'
import { Caseworker, Errand, IceServer, Id, Instant, Language, nullable, oneOf, PublicKey, StepName } from './nouns.ts'

/** `POST /api/session` → 204 and a cookie, or 401. `DELETE /api/session` signs out. */
export const SignIn = Type.Object({ user: Type.String({ maxLength: 60 }), password: Type.String({ maxLength: 200 }) })
export type SignIn = Static<typeof SignIn>

/** `GET /api/session` → who is signed in, or 401. */
export const Session = Type.Object({
  user: Type.String(),
  caseworker: Caseworker,
  roles: Type.Array(oneOf(['caseworker', 'technician', 'planner'])),
})
export type Session = Static<typeof Session>

export const QueueEntry = Type.Object({
  case: Id,
  /** Short speakable number of the case. */
  number: Type.String(),
  box: Type.String(),
  place: Type.String(),
  errand: Errand,
  language: Language,
  step: StepName,
  why: oneOf(['decision', 'help', 'supervised']),
  since: Instant,
  /** Lost its caseworker in the middle: first in line. */
  again: Type.Boolean(),
  boxConnected: Type.Boolean(),
  claimedBy: nullable(Type.String()),
})
export type QueueEntry = Static<typeof QueueEntry>

/** Hub → desk, over the WebSocket `/desk` (session cookie). */
export const DeskSocketDown = Type.Union([
  Type.Object({ is: Type.Literal('queue'), queue: Type.Array(QueueEntry) }),
  Type.Object({
    is: Type.Literal('claimed'),
    case: Id,
    claim: Id,
    iceServers: Type.Array(IceServer),
    iceTransportPolicy: oneOf(['all', 'relay']),
  }),
  /** Another caseworker was faster, or the citizen left. */
  Type.Object({ is: Type.Literal('not-claimed'), case: Id, why: oneOf(['taken', 'gone']) }),
  Type.Object({ is: Type.Literal('from-box'), claim: Id, kind: oneOf(['view', 'message']), sealed: Sealed }),
  /** `ended`: the visit is over. `box-lost`: the box died; its evidence is gone. `box-silent` / `box-back`: its line. */
  Type.Object({ is: Type.Literal('case'), claim: Id, state: oneOf(['ended', 'box-lost', 'box-silent', 'box-back']) }),
  /** Whether a `to-box` with that id arrived. */
  Type.Object({ is: Type.Literal('sent'), id: Type.String(), ok: Type.Boolean() }),
])
export type DeskSocketDown = Static<typeof DeskSocketDown>

/** Desk → hub. */
export const DeskSocketUp = Type.Union([
  Type.Object({ is: Type.Literal('claim'), case: Id, sealKey: PublicKey, signKey: PublicKey }),
  /** `requeue`: back to the head of the queue; `done`: after a decision was taken. */
  Type.Object({ is: Type.Literal('release'), claim: Id, how: oneOf(['requeue', 'done']) }),
  Type.Object({ is: Type.Literal('to-box'), id: Type.String({ maxLength: 40 }), claim: Id, sealed: Sealed }),
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
