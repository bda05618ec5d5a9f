/** The call as the citizen's screen knows it, and the wait for it. */
import Type, { type Static } from 'typebox'
import { Caseworker, IceServer, Id, nullable, oneOf } from './nouns.ts'

/** What came of a wish to be called. */
export const CallBack = oneOf(['none', 'sending', 'noted', 'failed'])
export type CallBack = Static<typeof CallBack>

/** Somebody was called during another step: how that stands, as the ask `waiting` says it. */
export const HelpWait = Type.Object({
  ahead: nullable(Type.Number()),
  waitSeconds: nullable(Type.Number()),
  late: Type.Boolean(),
  callBack: CallBack,
  voice: Type.Boolean(),
})

/** How the two ends of a call may find each other. */
export const Ways = Type.Object({
  iceServers: Type.Array(IceServer),
  /** `relay` for enrolled boxes once the hub has a TURN server. */
  iceTransportPolicy: oneOf(['all', 'relay']),
})
export type Ways = Static<typeof Ways>

/** The call as the citizen's screen must hold it; null when there is none. */
export const CallView = Type.Object({
  claim: Id,
  caseworker: Caseworker,
  ...Ways.properties,
  /** Wished for by voice only: it begins without pictures. */
  voice: Type.Optional(Type.Boolean()),
})
export type CallView = Static<typeof CallView>
