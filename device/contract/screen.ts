/**
 * Box ↔ its kiosk browser, over one WebSocket (`/screen`) on loopback, and, sealed, the mirror on the caseworker's desk.
 * The screen always gets the whole current state, so a reload or a second screen needs no resync. Words never cross the
 * wire: the screens own the texts, this only names them. Pictures of the camera come as JPEGs over `/preview`.
 */
import Type, { type Static } from 'typebox'
import { Answer } from './answer.ts'
import { Ask } from './asks.ts'
import { CallView, HelpWait, Ways } from './call.ts'
import {
  ControlFact,
  DeskAct,
  GuestKind,
  IceServer,
  Id,
  Language,
  nullable,
  oneOf,
  Pointable,
  Signal,
  StepName,
} from './nouns.ts'
import { SurveyTaps } from './survey.ts'

export const ScreenState = Type.Object({
  contract: Type.Number(),
  /** Whose box this is, as people call it; the page's header. */
  municipality: Type.String({ maxLength: 80 }),
  /** null at the welcome screen. Changes with every visit: the browser forgets everything at a change. */
  visit: nullable(Id),
  language: Language,
  /** An answer must name the ask it answers; one for an older ask is ignored. */
  askId: Type.String(),
  ask: Ask,
  /** Which part of the errand this is, for "step 3 of 8". */
  progress: nullable(Type.Object({ done: Type.Number(), total: Type.Number() })),
  can: Type.Object({ back: Type.Boolean(), cancel: Type.Boolean(), callPerson: Type.Boolean() }),
  /** Still there? Warned twice before the visit ends (WCAG 2.2.1): `more-time` extends. Null: no warning. */
  timeout: nullable(Type.Object({ warning: oneOf(['first', 'last']), secondsLeft: Type.Number() })),
  /** A person was called during another step and is awaited or here. */
  help: oneOf(['none', 'waiting', 'here']),
  /** While a person who was called during another step is awaited: how that stands, as `waiting` says it. */
  helpWait: Type.Optional(nullable(HelpWait)),
  call: nullable(CallView),
  /** For a call that has not begun: somebody will come. */
  ways: Type.Optional(nullable(Ways)),
  /** The caseworker's last typed words (real-time text), or null. */
  text: nullable(Type.String({ maxLength: 2_000 })),
  /** What the caseworker just did at the box; `n` grows, so that the same again is seen. */
  act: Type.Optional(
    nullable(Type.Object({ n: Type.Integer(), act: DeskAct, step: nullable(StepName), by: Type.String() })),
  ),
  /** What the caseworker points at. */
  point: Type.Optional(nullable(Pointable)),
  /** Asked beside the ask: by the caseworker in their words, or about a fact of the register. `secret`: shown as dots. */
  question: Type.Optional(
    nullable(
      Type.Object({
        id: Type.String(),
        text: nullable(Type.String({ maxLength: 300 })),
        fact: nullable(ControlFact),
        answer: oneOf(['yes-no', 'words']),
        secret: Type.Boolean(),
        /** The last answer was not right; one more try. */
        again: Type.Boolean(),
        /** Whether somebody of that kind may come into the call. */
        guest: Type.Optional(GuestKind),
      }),
    ),
  ),
  /** Others in the call. `sees`: they get the citizen's picture too. */
  guests: Type.Optional(
    Type.Array(
      Type.Object({
        guest: Id,
        kind: GuestKind,
        name: Type.String(),
        sees: Type.Boolean(),
        iceServers: Type.Array(IceServer),
        iceTransportPolicy: oneOf(['all', 'relay']),
      }),
    ),
  ),
  /** The alarm was passed on. */
  alarm: Type.Optional(oneOf(['none', 'sending', 'sent'])),
})
export type ScreenState = Static<typeof ScreenState>

/** Box → browser. */
export const ScreenDown = Type.Union([
  Type.Object({ is: Type.Literal('state'), state: ScreenState }),
  Type.Object({ is: Type.Literal('signal'), claim: Id, signal: Signal }),
])
export type ScreenDown = Static<typeof ScreenDown>

/** Browser → box. A signal's `claim` may also name a guest. */
export const ScreenUp = Type.Union([
  Type.Object({ is: Type.Literal('answer'), askId: Type.String({ maxLength: 80 }), answer: Answer }),
  Type.Object({ is: oneOf(['back', 'cancel', 'call-person', 'more-time', 'touched']) }),
  Type.Object({ is: Type.Literal('language'), language: Language }),
  /** An aid was switched on: counted, never with whom. */
  Type.Object({ is: Type.Literal('access'), mode: oneOf(['large-text']) }),
  /** While `farewell` is shown; the last one counts. */
  Type.Object({ is: Type.Literal('survey'), ...SurveyTaps }),
  Type.Object({ is: Type.Literal('signal'), claim: Id, signal: Signal }),
  Type.Object({ is: Type.Literal('text'), text: Type.String({ maxLength: 2_000 }) }),
  /** To the question with that id; `yes` where it is answered by yes or no. */
  Type.Object({
    is: Type.Literal('reply'),
    id: Type.String({ maxLength: 80 }),
    text: Type.String({ maxLength: 200 }),
    yes: Type.Optional(Type.Boolean()),
  }),
  /** The citizen wants that guest to leave. */
  Type.Object({ is: Type.Literal('guest-out'), guest: Id }),
  /** "I feel threatened." */
  Type.Object({ is: Type.Literal('threatened') }),
  /** Cannot wait: somebody is to call. */
  Type.Object({ is: Type.Literal('call-back'), phone: Type.String({ maxLength: 20, pattern: '^\\+?[0-9 ]{6,20}$' }) }),
  /** Cannot wait: help by voice only, from whoever is free first. */
  Type.Object({ is: Type.Literal('voice-help') }),
  /** A page that says how to book a time: for whom cannot wait, or has no passport to lay down. */
  Type.Object({ is: Type.Literal('appointment-slip'), about: Type.Optional(Type.Literal('passport-gone')) }),
])
export type ScreenUp = Static<typeof ScreenUp>
