/**
 * What a box and the desk that claimed its case say to each other. All of it travels sealed (JWE to the other end's key),
 * so that the hub, its database and its logs see none of it.
 */
import Type, { type Static } from 'typebox'
import { Answer } from './answer.ts'
import {
  Applicant,
  CapturedFinger,
  Comparison,
  EvidenceHashes,
  FingerImpossible,
  PrintsConsequence,
  recordable,
  Witness,
} from './application.ts'
import { InspectionReport } from './inspection.ts'
import {
  CalendarDate,
  Caseworker,
  ControlFact,
  Errand,
  FeePartName,
  FingerPosition,
  GuestKind,
  Hand,
  IceServer,
  Id,
  ImageUrl,
  ImpossibleReason,
  Instant,
  Lasting,
  nullable,
  oneOf,
  Pointable,
  PublicKey,
  Sha256,
  Signal,
  StepName,
} from './nouns.ts'
import { PortraitQuality, PortraitSignal, PortraitWay } from './portrait.ts'
import { ScreenState } from './screen.ts'

export const blocks = [
  'not-genuine',
  'identity-unproven',
  'consent-missing',
  'unwatched',
  'tampered',
  /** The caseworker lacks a skill that the case needs. */
  'help-only',
  /** The citizen said that a finger cannot be taken; nobody has looked at it. Lifted by `finger-impossible`, or a new print. */
  'prints-unconfirmed',
  /** Fewer prints than two: lifted by a decision that records what follows (`prints-…`). */
  'prints-consequence',
  /** The citizen cannot sign: lifted by a decision that records it. */
  'no-signature',
  /** The fee is paid before the decision, and is not paid yet. */
  'unpaid',
  'incomplete',
] as const
/**
 * Why the box would refuse an approval now. `consent-missing` is lifted by a decision that records the consent. Poor prints
 * are no block: `unwatched`: the caseworker's picture broke off during a supervised capture.  Poor prints are no block: the caseworker's approval is the decision about them. The desk shows them; the box enforces them.
 */
export const Block = oneOf(blocks)
export type Block = Static<typeof Block>

export const RegisterFacts = Type.Array(Type.Object({ fact: ControlFact, value: Type.String({ maxLength: 120 }) }))
export type RegisterFacts = Static<typeof RegisterFacts>

/** The caseworker's hands at the box. */
/** A paper of the caseworker's own, printed at the box. */
export const DeskPaper = Type.Union([
  /** What was said and agreed, in the caseworker's words; a line each. */
  Type.Object({ is: Type.Literal('summary'), text: Type.String({ minLength: 1, maxLength: 1_600 }) }),
  /** Where to go, one of the box's places, and with what; the way there is set at the hub. */
  Type.Object({
    is: Type.Literal('referral'),
    place: Type.String({ maxLength: 60 }),
    text: Type.String({ maxLength: 600 }),
  }),
  Type.Object({
    is: Type.Literal('appointment'),
    start: Instant,
    place: Type.String({ maxLength: 60 }),
    text: Type.String({ maxLength: 300 }),
  }),
  /** Stated by the hub from its own look-up of the applicant, whose passport was read. */
  Type.Object({ is: Type.Literal('health-card') }),
])
export type DeskPaper = Static<typeof DeskPaper>

/** How the last of them is getting on. `no-record`: the register knows none, or nobody answered. */
export const DeskPaperState = Type.Object({
  what: oneOf(['slip', 'summary', 'referral', 'appointment', 'health-card']),
  is: oneOf(['printing', 'printed', 'uncertain', 'failed', 'no-record']),
})
export type DeskPaperState = Static<typeof DeskPaperState>

export const HandAct = Type.Union([
  /** Answers the ask that is on the screen for somebody who cannot; signatures and consents are the citizen's own. */
  Type.Object({ is: Type.Literal('answer'), askId: Type.String({ maxLength: 80 }), answer: Answer }),
  Type.Object({ is: Type.Literal('point'), at: nullable(Pointable) }),
  /** A question in the caseworker's words; null takes it away. */
  Type.Object({
    is: Type.Literal('question'),
    question: nullable(Type.Object({ text: Type.String({ maxLength: 300 }), answer: oneOf(['yes-no', 'words']) })),
  }),
  /** This finger next, whatever was said or tried of others of its hand. */
  Type.Object({ is: Type.Literal('finger'), position: FingerPosition }),
  /** The camera's column, a hand's breadth. */
  Type.Object({ is: Type.Literal('column'), direction: oneOf(['up', 'down']) }),
  Type.Object({ is: Type.Literal('light'), on: Type.Boolean() }),
  /** Photographs what lies under the document camera; `x`, `y`: the middle of what is wanted, 0..1 of the whole. */
  Type.Object({
    is: Type.Literal('photograph'),
    zoom: Type.Number({ minimum: 1, maximum: 6 }),
    x: Type.Number({ minimum: 0, maximum: 1 }),
    y: Type.Number({ minimum: 0, maximum: 1 }),
  }),
  /** Asks the register about the applicant. */
  Type.Object({ is: Type.Literal('register') }),
  Type.Object({ is: Type.Literal('control'), fact: ControlFact }),
  /** Asks the citizen whether somebody may come into the call; null takes that back. */
  Type.Object({ is: Type.Literal('invite'), kind: nullable(GuestKind) }),
  /** Prints a page with the caseworker's words to the citizen. */
  Type.Object({ is: Type.Literal('slip'), text: Type.String({ minLength: 1, maxLength: 1_000 }) }),
  Type.Object({ is: Type.Literal('paper'), paper: DeskPaper }),
])
export type HandAct = Static<typeof HandAct>

/** Everything the caseworker sees, whole, latest wins. */
export const DeskView = Type.Object({
  case: Id,
  applicationId: Id,
  errand: Errand,
  /** Messages to the box are sealed to this key, made for this visit. */
  boxKey: PublicKey,
  screen: ScreenState,
  steps: Type.Array(Type.Object({ step: StepName, is: oneOf(['done', 'now', 'todo']) })),
  applicant: nullable(Applicant),
  age: nullable(Type.Integer()),
  chip: nullable(InspectionReport),
  portraits: Type.Object({
    chip: nullable(ImageUrl),
    live: nullable(ImageUrl),
    comparison: nullable(Comparison),
    quality: nullable(PortraitQuality),
    signals: Type.Array(PortraitSignal),
    way: nullable(PortraitWay),
  }),
  fingers: Type.Array(
    Type.Intersect([Type.Omit(CapturedFinger, ['image', 'records']), Type.Object({ preview: nullable(ImageUrl) })]),
  ),
  signature: nullable(ImageUrl),
  /** The citizen said that signing is not possible. */
  cannotSign: Type.Optional(Type.Boolean()),
  /** Fingers that cannot be taken, of both hands, and what follows as far as it is known. */
  prints: Type.Optional(
    Type.Object({ impossible: Type.Array(FingerImpossible), consequence: nullable(PrintsConsequence) }),
  ),
  /** Where the passport goes and whom to tell, once the citizen has said. */
  contact: nullable(Type.Object({ phone: nullable(Type.String()), place: Type.String() })),
  evidence: nullable(EvidenceHashes),
  blocks: Type.Array(Block),
  /** Captures of which the caseworker missed a part, and how much of it (s): to be taken again. */
  gaps: Type.Optional(Type.Array(Type.Object({ step: StepName, seconds: Type.Integer() }))),
  /** Of the box's housing; null where no switch is fitted. */
  tamper: Type.Optional(nullable(oneOf(['closed', 'opened']))),
  /** What of the room can be moved and lit from the desk; null: not fitted. */
  fitted: Type.Optional(
    Type.Object({ column: Type.Boolean(), light: nullable(oneOf(['on', 'off'])), papers: Type.Boolean() }),
  ),
  /** Papers that the caseworker had photographed, the last one first; null where no picture came. */
  papers: Type.Optional(
    Type.Array(Type.Object({ image: nullable(ImageUrl), zoom: Type.Number(), x: Type.Number(), y: Type.Number() })),
  ),
  /** What it costs (øre), why, and how it stands; null: free. `back`: what the refund rule gives back after each verdict. */
  fee: Type.Optional(
    nullable(
      Type.Object({
        amount: Type.Integer(),
        parts: Type.Array(Type.Object({ what: FeePartName, amount: Type.Integer() })),
        /** First day of the newest rule that made it. */
        asOf: CalendarDate,
        /** The price is the lower one of those of the age of the state pension. */
        pensioner: Type.Boolean(),
        /** `due`: not paid yet, or never at this box. */
        paid: oneOf(['card', 'invoice', 'desk', 'unknown', 'due']),
        reference: nullable(Type.String()),
        back: Type.Object({ rejected: Type.Integer(), referred: Type.Integer(), postponed: Type.Integer() }),
      }),
    ),
  ),
  /** The box's printer, as a person there would say it; null: it is not there. Warnings do not stop it. */
  printer: Type.Optional(
    Type.Object({ condition: nullable(Type.String()), warnings: Type.Array(Type.String()), left: Type.Boolean() }),
  ),
  /** Where the box can send people. */
  places: Type.Optional(Type.Array(Type.Object({ id: Type.String(), name: Type.String() }))),
  paper: Type.Optional(nullable(DeskPaperState)),
  /** What the register says, once it was asked. */
  register: Type.Optional(nullable(RegisterFacts)),
  /** Control questions so far, and how they stand together. */
  control: Type.Optional(
    Type.Object({
      asked: Type.Array(
        Type.Object({ fact: ControlFact, is: oneOf(['asked', 'right', 'wrong']), tries: Type.Integer() }),
      ),
      stands: oneOf(['none', 'open', 'passed', 'failed']),
    }),
  ),
  /** Every step that was finished, in order, how many tries it took and which faults ended them; a retake stands twice. */
  history: Type.Optional(
    Type.Array(
      Type.Object({
        step: StepName,
        at: Instant,
        tries: Type.Integer(),
        reasons: Type.Record(Type.String(), Type.Integer()),
      }),
    ),
  ),
  /** When two must approve: always, or when one of `recorded` is what it rests on; and who has approved what is shown here. */
  fourEyes: Type.Optional(
    Type.Object({
      always: Type.Boolean(),
      recorded: Type.Array(oneOf(recordable)),
      first: nullable(
        Type.Object({
          caseworker: Caseworker,
          at: Instant,
          recorded: Type.Array(oneOf(recordable)),
          witness: nullable(Witness),
          /** Of the signed decision; the second one names it. */
          sha256: Sha256,
        }),
      ),
    }),
  ),
  /** The citizen's word on the next guest, and who is in the call. */
  guests: Type.Optional(
    Type.Object({
      consent: nullable(Type.Object({ id: Type.String(), kind: GuestKind, is: oneOf(['asked', 'yes', 'no']) })),
      here: Type.Array(Type.Object({ guest: Id, kind: GuestKind, name: Type.String() })),
    }),
  ),
  /** The caseworker's own question on the screen, and what was answered. */
  question: Type.Optional(nullable(Type.Object({ text: Type.String(), answer: nullable(Type.String()) }))),
})
export type DeskView = Static<typeof DeskView>

/** Box → desk beside the view. */
export const DeskDown = Type.Union([
  Type.Object({ is: Type.Literal('signal'), signal: Signal }),
  Type.Object({ is: Type.Literal('text'), text: Type.String({ maxLength: 2_000 }) }),
  Type.Object({ is: Type.Literal('guest-signal'), guest: Id, signal: Signal }),
  /** The citizen does not want them here (any more). */
  Type.Object({ is: Type.Literal('guest-out'), guest: Id }),
  /** The decision was taken over, or why it was not. `second`: it is kept until another caseworker has approved too. */
  Type.Object({ is: Type.Literal('decided'), result: oneOf(['taken', 'second', 'stale', 'blocked', 'not-ready']) }),
])
export type DeskDown = Static<typeof DeskDown>

/** Desk → box. */
export const DeskUp = Type.Union([
  Type.Object({ is: Type.Literal('signal'), signal: Signal }),
  Type.Object({ is: Type.Literal('text'), text: Type.String({ maxLength: 2_000 }) }),
  /** "Take it again": the citizen's screen goes to that step. */
  Type.Object({ is: Type.Literal('retake'), step: StepName }),
  /** The caseworker has seen that this finger, or with `hand` none of this hand, can be taken. */
  Type.Object({
    is: Type.Literal('finger-impossible'),
    position: FingerPosition,
    hand: Type.Boolean(),
    reason: ImpossibleReason,
    lasting: Lasting,
  }),
  /** It can be taken after all: the citizen is asked for it again. */
  Type.Object({ is: Type.Literal('finger-possible'), position: FingerPosition }),
  /** No more tries with this hand: the best there is will do. */
  Type.Object({ is: Type.Literal('finger-enough'), hand: Hand }),
  /** The same `id` twice is one act. */
  Type.Object({ is: Type.Literal('hand'), id: Id, hand: HandAct }),
  /** Whether the caseworker sees the citizen now: live pictures arrive and the page is in front. */
  Type.Object({ is: Type.Literal('watching'), on: Type.Boolean() }),
  /** Somebody has come by the link: into the call with them, if the citizen has agreed. */
  Type.Object({
    is: Type.Literal('guest'),
    guest: Id,
    kind: GuestKind,
    name: Type.String({ maxLength: 60 }),
    iceServers: Type.Array(IceServer),
    iceTransportPolicy: oneOf(['all', 'relay']),
  }),
  Type.Object({ is: Type.Literal('guest-gone'), guest: Id }),
  Type.Object({ is: Type.Literal('guest-signal'), guest: Id, signal: Signal }),
  /** Nobody stands at the box any more: the visit ends and is erased. */
  Type.Object({ is: Type.Literal('citizen-left') }),
  /** Compact JWS over `Decision`. */
  Type.Object({ is: Type.Literal('decide'), jws: Type.String({ maxLength: 20_000 }) }),
])
export type DeskUp = Static<typeof DeskUp>
