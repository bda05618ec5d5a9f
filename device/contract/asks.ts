/** The question on the box's screen. Words never cross the wire: the screens own the texts, this only names them. */
import Type, { type Static } from 'typebox'
import { PrintsConsequence } from './application.ts'
import { AppointmentPage } from './appointment.ts'
import { CallBack } from './call.ts'
import { ErrandPaper, LookedUp } from './certificate.ts'
import { faults } from './faults.ts'
import {
  BringItem,
  CalendarDate,
  DeviceKind,
  Errand,
  FeePartName,
  FingerPosition,
  ImageUrl,
  nullable,
  Outcome,
  oneOf,
  ReferTo,
  RejectionReason,
  StepName,
} from './nouns.ts'
import { PortraitAdvice, PortraitMove, PortraitWay } from './portrait.ts'

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
