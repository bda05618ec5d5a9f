/**
 * A third party in a call: an interpreter, a supervisor, a relative. Comes by a one-time link whose fragment holds the key of
 * the caseworker's page, so that what they say to each other passes the hub sealed. `wss://…/guest`.
 */
import Type, { type Static } from 'typebox'
import { Sealed } from './link.ts'
import { Caseworker, GuestKind, IceServer, Id, oneOf, PublicKey, Signal } from './nouns.ts'

/** Guest → hub. */
export const GuestUp = Type.Union([
  /** First, and once: the link's token. */
  Type.Object({ is: Type.Literal('enter'), token: Type.String({ maxLength: 60 }) }),
  Type.Object({ is: Type.Literal('to-desk'), sealed: Sealed }),
])
export type GuestUp = Static<typeof GuestUp>

/** Hub → guest. */
export const GuestDown = Type.Union([
  Type.Object({
    is: Type.Literal('in'),
    guest: Id,
    kind: GuestKind,
    iceServers: Type.Array(IceServer),
    iceTransportPolicy: oneOf(['all', 'relay']),
  }),
  /** `used`: a link serves once; `late`: it was not used in time, or the conversation is over; `unknown`: no such link. */
  Type.Object({ is: Type.Literal('no'), why: oneOf(['used', 'late', 'unknown']) }),
  Type.Object({ is: Type.Literal('from-desk'), sealed: Sealed }),
  Type.Object({ is: Type.Literal('over') }),
])
export type GuestDown = Static<typeof GuestDown>

/** What a guest says inside the seal. */
export const GuestSays = Type.Union([
  Type.Object({ is: Type.Literal('hello'), name: Type.String({ minLength: 1, maxLength: 60 }), key: PublicKey }),
  Type.Object({ is: Type.Literal('signal'), to: oneOf(['desk', 'box']), signal: Signal }),
])
export type GuestSays = Static<typeof GuestSays>

/** What a guest is told inside the seal. */
export const GuestHears = Type.Union([
  Type.Object({ is: Type.Literal('welcome'), caseworker: Caseworker }),
  Type.Object({ is: Type.Literal('signal'), from: oneOf(['desk', 'box']), signal: Signal }),
])
export type GuestHears = Static<typeof GuestHears>
