/**
 * Box ↔ its kiosk browser, over one WebSocket (`/screen`) on loopback, and, sealed, the mirror on the caseworker's desk.
 * The screen always gets the whole current state, so a reload or a second screen needs no resync. Words never cross the
 * wire: the screens own the texts, this only names them. Pictures of the camera come as JPEGs over `/preview`.
 */
import Type, { type Static } from 'typebox'
import { PrintsConsequence } from './application.ts'
import { AppointmentAnswer, AppointmentPage } from './appointment.ts'
import { CallBack, CallView, HelpWait, Ways } from './call.ts'
import { ErrandPaper, LookedUp } from './certificate.ts'
import { faults } from './faults.ts'
import {
  BringItem,
  CalendarDate,
  ControlFact,
  DeskAct,
  DeviceKind,
  Errand,
  FeePartName,
  FingerPosition,
  GuestKind,
  IceServer,
  Id,
  ImageUrl,
  ImpossibleReason,
  Language,
  nullable,
  Outcome,
  oneOf,
  Pointable,
  ReferTo,
  RejectionReason,
  Signal,
  StepName,
} from './nouns.ts'
import { PortraitAdvice, PortraitMove, PortraitWay } from './portrait.ts'
import { SurveyTaps } from './survey.ts'

export const FaultCodeSchema = oneOf(Object.keys(faults) as (keyof typeof faults)[])

export const guidanceWords = [
  'no-face',
  'several-faces',
  'closer',
  'further',
  'left',
  'right',
  'up',
  'down',
  'straighten-head',
  'look-at-camera',
  'open-eyes',
  'close-mouth',
  'more-light',
  'uneven-light',
  // The lens is covered: there is no light at all.
  'covered',
  // The camera's column is on its way to the citizen's height.
  'camera-moves',
  // It has stopped because something is in its way.
  'camera-blocked',
  'hold',
] as const
/** One instruction at a time; `hold` means all is good. Left and right are the citizen's own. */
export const Guidance = oneOf(guidanceWords)
export type Guidance = Static<typeof Guidance>

/** `lift`: the finger of the last picture still lies there. */
export const FingerAdvice = oneOf([
  'press-harder',
  'press-softer',
  'moisten',
  'dry',
  'centre',
  'flat',
  'no-finger',
  'lift',
  // The glass shows what an earlier finger left.
  'clean-glass',
  // This finger was taken for the other hand.
  'other-finger',
  // Where the finger should move, as the citizen sees it; `up` is away from the wrist.
  'left',
  'right',
  'up',
  'down',
  // The sensor doubts that this is bare skin.
  'bare-finger',
])
export type FingerAdvice = Static<typeof FingerAdvice>

/** What a municipality offers to those who do not pay by card: a bill, or the desk. */
export const PayOtherwise = oneOf(['invoice', 'desk'])
export type PayOtherwise = Static<typeof PayOtherwise>

const Holder = Type.Object({ givenNames: Type.String(), surname: Type.String(), dateOfBirth: CalendarDate })
const ReviewFinger = Type.Object({
  position: FingerPosition,
  image: nullable(ImageUrl),
  /** `exempt`: under 12; `poor`: three tries were not enough, the caseworker decides. */
  is: oneOf(['good', 'poor', 'exempt', 'unavailable']),
})

/** The question on the screen. */
export const Ask = Type.Union([
  /** Nobody is here. Answer: `start`, `check-in` or `book`. */
  Type.Object({
    is: Type.Literal('welcome'),
    unavailable: Type.Array(DeviceKind),
    outOfService: Type.Boolean(),
    /** In place of the usual words while it is out of service. */
    outText: Type.Optional(Type.Object({ da: Type.String(), en: Type.String() })),
  }),
  /** Answer: `errand`. */
  Type.Object({
    is: Type.Literal('errand'),
    errands: Type.Array(Errand),
    /** Cannot be done now, since the paper that it ends on could not be printed. */
    closed: Type.Optional(Type.Array(Type.Object({ errand: Errand, why: FaultCodeSchema }))),
  }),
  /** What happens to your data. Answer: `yes`. */
  Type.Object({ is: Type.Literal('privacy') }),
  /** Passport down. No answer needed; `retry` after a problem. `help` is always there. */
  Type.Object({
    is: Type.Literal('document'),
    /** The printed lines are read by a camera: the page must lie open under it. */
    camera: Type.Optional(Type.Boolean()),
    /** It is to be replaced: who has none any more is told where to go. */
    replaces: Type.Optional(Type.Boolean()),
    state: oneOf(['waiting', 'mrz', 'chip', 'checking']),
    /** Of the chip's files read, 0..1. */
    progress: Type.Number(),
    problem: nullable(FaultCodeSchema),
  }),
  /** Is this you? Answer: `yes` | `no`. */
  Type.Object({ is: Type.Literal('holder'), holder: Holder }),
  /** Live picture with guidance. Answer: `capture` (optional: it is taken by itself when good), `way`, or `column`. */
  Type.Object({
    is: Type.Literal('portrait'),
    guidance: Guidance,
    /** The way of their own that the citizen has chosen, or null for the usual one. */
    way: nullable(PortraitWay),
    /** The camera stands on a column that the citizen can move. */
    column: Type.Optional(Type.Boolean()),
    /** How long all has been good, of the second that it takes, 0..1. */
    holding: Type.Number(),
    problem: nullable(FaultCodeSchema),
  }),
  /** Live picture; does what is asked, so that a picture of a face is told from a face. Answer: `skip` ("I cannot"). */
  Type.Object({
    is: Type.Literal('portrait-move'),
    /** null: look straight ahead again. */
    move: nullable(PortraitMove),
    /** How many are done, of how many. */
    done: Type.Integer(),
    total: Type.Integer(),
  }),
  /** Up to three pictures, the best first. Answer: `keep` with the number of one | `no` (again). */
  Type.Object({
    is: Type.Literal('portrait-keep'),
    pictures: Type.Array(Type.Object({ image: ImageUrl, advice: Type.Array(PortraitAdvice) }), {
      minItems: 1,
      maxItems: 3,
    }),
  }),
  /** Answer: none while waiting; `retry` after a problem. */
  Type.Object({
    is: Type.Literal('finger'),
    position: FingerPosition,
    attempt: Type.Number(),
    attempts: Type.Number(),
    state: oneOf(['waiting', 'good', 'poor']),
    image: nullable(ImageUrl),
    advice: nullable(FingerAdvice),
    problem: nullable(FaultCodeSchema),
    /** The index finger could not be taken: this one stands in for it. */
    standIn: Type.Optional(Type.Boolean()),
  }),
  /** No prints are taken under this age. Answer: `yes`. */
  Type.Object({ is: Type.Literal('finger-exempt'), fromAge: Type.Integer() }),
  /** Answer: `strokes`, or `cannot-sign`. `tooLittle`: the last one was no signature yet. */
  Type.Object({ is: Type.Literal('signature'), tooLittle: Type.Boolean() }),
  /** Phone (optional) and where to fetch the document. Answer: `contact`. */
  Type.Object({
    is: Type.Literal('contact'),
    places: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  }),
  /** Everything on one page. Answer: `yes`, or `redo` with a step. */
  Type.Object({
    is: Type.Literal('review'),
    holder: Holder,
    portrait: nullable(ImageUrl),
    fingers: Type.Array(ReviewFinger),
    signature: nullable(ImageUrl),
    /** What the prints that could be taken mean for the passport, once a caseworker has confirmed it. */
    prints: Type.Optional(PrintsConsequence),
    contact: Type.Object({ phone: Type.String(), placeName: Type.String() }),
    /** Fee in øre and the day its rule was last checked, or null when the municipality has set none. */
    fee: nullable(Type.Object({ amount: Type.Number(), asOf: CalendarDate })),
    /** Parts that cannot be redone now because the caseworker has seen them go by. */
    redoable: Type.Array(StepName),
  }),
  /**
   * What the register says. `looking`: no answer yet. Answer: `paper` for a certificate (language, period), `yes` for a
   * licence, `no` when it is wrong or not there.
   */
  Type.Object({
    is: Type.Literal('register'),
    state: oneOf(['looking', 'answer']),
    kind: ErrandPaper,
    answer: nullable(LookedUp),
    problem: nullable(FaultCodeSchema),
  }),
  /** On one's honour: the licence is lost and one's health allows to drive. Answer: `yes` | `no`. */
  Type.Object({ is: Type.Literal('declaration') }),
  /**
   * The fee. Answer: `pay` with a way; `no` ends the terminal's waiting; `yes` goes on from `unknown`. Amounts in øre.
   */
  Type.Object({
    is: Type.Literal('pay'),
    errand: Errand,
    amount: Type.Number(),
    parts: Type.Array(Type.Object({ what: FeePartName, amount: Type.Number() })),
    /** The price is the lower one of those of the age of the state pension. */
    pensioner: Type.Optional(Type.Boolean()),
    state: oneOf(['choose', 'terminal', 'checking', 'paid', 'unknown']),
    /** Whether the terminal can be used now. */
    card: Type.Boolean(),
    /** The way for those who do not pay by card. */
    otherwise: PayOtherwise,
    /** Why the last try took nothing. */
    declined: nullable(oneOf(['refused', 'cancelled', 'failed'])),
  }),
  /** The paper is made. `problem`: what the printer waits for. */
  Type.Object({
    is: Type.Literal('paper'),
    kind: ErrandPaper,
    state: oneOf(['issuing', 'printing']),
    problem: nullable(FaultCodeSchema),
  }),
  /** In the queue. `ahead`: people before you; `waitSeconds`: expected, null when nothing is known. */
  Type.Object({
    is: Type.Literal('waiting'),
    ahead: nullable(Type.Number()),
    waitSeconds: nullable(Type.Number()),
    hubGone: Type.Boolean(),
    /** The caseworker's connection was lost; you are first in the queue again. */
    again: Type.Boolean(),
    /** Their caseworker comes back to them. */
    heldBy: Type.Optional(nullable(Type.String())),
    /** It takes longer than anybody should stand there: other ways are offered. */
    late: Type.Optional(Type.Boolean()),
    /** One caseworker has approved; another must look as well. */
    second: Type.Optional(Type.Boolean()),
    /** What came of a wish to be called. */
    callBack: Type.Optional(CallBack),
    /** Help by voice only is wished for: more people may give it. */
    voice: Type.Optional(Type.Boolean()),
  }),
  /** The caseworker is here and nothing is asked of the citizen. */
  Type.Object({ is: Type.Literal('with-caseworker') }),
  /** `paper`: the receipt is printing. */
  Type.Object({
    is: Type.Literal('finishing'),
    /** `none`: nothing had to be sent. */
    delivery: oneOf(['none', 'sending', 'delivered', 'later']),
    receipt: oneOf(['none', 'printing', 'printed', 'uncertain', 'failed']),
    problem: nullable(FaultCodeSchema),
  }),
  /** Check-in or booking. Answer: `appointment`. */
  Type.Object({ is: Type.Literal('appointment'), page: AppointmentPage }),
  /** A document still lies on the reader. Answer: none; goes on when it is taken. */
  Type.Object({ is: Type.Literal('take-document') }),
  /** The end, told in plain words. Answer: `yes` (done). */
  Type.Object({
    is: Type.Literal('farewell'),
    outcome: Outcome,
    reason: nullable(RejectionReason),
    note: nullable(Type.String({ maxLength: 400 })),
    to: Type.Optional(nullable(ReferTo)),
    bring: Type.Optional(Type.Array(BringItem)),
    receipt: oneOf(['none', 'printed', 'uncertain', 'failed']),
    /** Short speakable number of the case. */
    number: Type.String(),
    /** The errand's own paper, beside the receipt. */
    paper: Type.Optional(oneOf(['none', 'printed', 'uncertain', 'failed'])),
    /** Paper lies in the tray and nobody has touched the screen: how often it was reminded of. */
    reminded: Type.Optional(Type.Number()),
    /** Of a payment by card that is not kept: it goes back, or a person finds out. */
    payment: Type.Optional(
      Type.Object({
        is: oneOf(['back', 'unclear']),
        reference: nullable(Type.String()),
        /** Of what goes back, where it is a part of it (øre). */
        part: Type.Optional(Type.Integer()),
      }),
    ),
    errand: Type.Optional(nullable(Errand)),
  }),
])
export type Ask = Static<typeof Ask>
export type AskOf<K extends Ask['is']> = Extract<Ask, { is: K }>

/** One stroke of the signature: x and y in 0..1 of a 3:1 box, t in ms, p pressure 0..1. */
export const Stroke = Type.Array(
  Type.Object({
    x: Type.Number({ minimum: 0, maximum: 1 }),
    y: Type.Number({ minimum: 0, maximum: 1 }),
    t: Type.Number(),
    p: Type.Optional(Type.Number()),
  }),
  { maxItems: 4_000 },
)
export type Stroke = Static<typeof Stroke>

export const Answer = Type.Union([
  Type.Object({ is: oneOf(['start', 'check-in', 'book']) }),
  Type.Object({ is: Type.Literal('appointment'), answer: AppointmentAnswer }),
  Type.Object({ is: Type.Literal('errand'), errand: Errand }),
  Type.Object({ is: Type.Literal('yes') }),
  Type.Object({ is: Type.Literal('no') }),
  Type.Object({ is: Type.Literal('retry') }),
  Type.Object({ is: Type.Literal('capture') }),
  Type.Object({ is: Type.Literal('way'), way: nullable(PortraitWay) }),
  Type.Object({ is: Type.Literal('column'), direction: oneOf(['up', 'down']) }),
  Type.Object({ is: Type.Literal('skip') }),
  Type.Object({ is: Type.Literal('keep'), picture: Type.Integer({ minimum: 0, maximum: 2 }) }),
  Type.Object({ is: Type.Literal('strokes'), strokes: Type.Array(Stroke, { maxItems: 200 }) }),
  Type.Object({
    is: Type.Literal('contact'),
    phone: Type.String({ maxLength: 20, pattern: '^[+0-9 ]*$' }),
    place: Type.String({ maxLength: 60 }),
  }),
  /** This finger, or with `hand` any of this hand, cannot be taken: a caseworker will look at it. */
  Type.Object({ is: Type.Literal('finger-cannot'), reason: ImpossibleReason, hand: Type.Boolean() }),
  Type.Object({ is: Type.Literal('cannot-sign') }),
  Type.Object({ is: Type.Literal('redo'), step: StepName }),
  Type.Object({ is: Type.Literal('pay'), way: oneOf(['card', 'otherwise']) }),
  Type.Object({ is: Type.Literal('paper'), language: Language, period: oneOf(['now', 'all']) }),
])
export type Answer = Static<typeof Answer>

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
