/**
 * Box ↔ hub: one WSS connection that the box opens with its client certificate (`/box`). Three manners, never mixed:
 * state (report up, target down: whole, idempotent, latest wins), events (numbered, kept until acknowledged) and
 * requests (an id and exactly one reply). `hello` comes first. Changes only add.
 */
import Type, { type Static } from 'typebox'
import { BookingCall, BookingReply } from './appointment.ts'
import { Bill } from './bill.ts'
import { Ways } from './call.ts'
import { Issued, IssueRequest, LookedUp, PaperKind, Subject } from './certificate.ts'
import { LogLines } from './diagnosis.ts'
import { Health } from './health.ts'
import {
  Caseworker,
  DeskAct,
  Errand,
  IceServer,
  Id,
  Instant,
  Language,
  nullable,
  Outcome,
  oneOf,
  PresenceName,
  PublicKey,
  perDevice,
  Sha256,
  StepName,
} from './nouns.ts'
import { Proposal } from './proposal.ts'
import { Version } from './release.ts'
import { SurveyTaps } from './survey.ts'

/** What the hub may know of a visit that wants a caseworker: never a name, a number or a picture. */
export const Handoff = Type.Object({
  case: Id,
  errand: Errand,
  language: Language,
  step: StepName,
  /**
   * `decision`: everything is captured; `help`: the citizen called; `supervised`: captures wait for a caseworker;
   * `second`: one caseworker has approved and another must.
   */
  why: oneOf(['decision', 'help', 'supervised', 'second']),
  /** With `second`: the claim under which the first caseworker approved; that person is not asked again. */
  first: Type.Optional(Id),
  since: Instant,
  /** 0 in turn, 1 soon, 2 now: somebody feels threatened. */
  urgency: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 })),
  /** Nobody had time, and help by voice only will do: whoever is free may talk with them, whatever their skills. */
  voice: Type.Optional(Type.Boolean()),
})
export type Handoff = Static<typeof Handoff>

/** One story that waits for a person. */
export const LedgerStory = Type.Object({
  ledger: oneOf(['money', 'paper']),
  name: Type.String({ maxLength: 80 }),
  since: Instant,
  /** In øre, and the terminal's own number. */
  amount: nullable(Type.Integer()),
  reference: nullable(Type.String({ maxLength: 80 })),
  why: Type.String({ maxLength: 200 }),
})
export type LedgerStory = Static<typeof LedgerStory>

/** What a person found out about it. */
export const LedgerVerdict = Type.Object({
  ledger: oneOf(['money', 'paper']),
  name: Type.String({ maxLength: 80 }),
  how: oneOf(['settled', 'reversed', 'nothing-taken', 'printed', 'not-printed']),
  why: Type.String({ minLength: 5, maxLength: 200 }),
  by: Type.String({ maxLength: 80 }),
})
export type LedgerVerdict = Static<typeof LedgerVerdict>

/** Box → hub state. */
export const Report = Type.Object({
  devices: perDevice(PresenceName),
  visit: nullable(Type.Object({ errand: nullable(Errand), step: nullable(StepName) })),
  /** Standing wish for a caseworker; null ends it (done, cancelled). */
  handoff: nullable(Handoff),
  software: Type.String({ maxLength: 40 }),
  health: Type.Optional(Health),
  /** Whether the housing was opened since somebody last looked; left out where no switch is fitted. */
  tamper: Type.Optional(oneOf(['closed', 'opened'])),
  /** What a person in the room would say of the printer; warnings such as `paper-low` do not stop it. */
  paper: Type.Optional(
    Type.Object({
      condition: nullable(Type.String({ maxLength: 40 })),
      warnings: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 12 }),
    }),
  ),
  /** Of the receipt printer, where there is one. */
  slips: Type.Optional(
    Type.Object({
      condition: nullable(Type.String({ maxLength: 40 })),
      warnings: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 12 }),
    }),
  ),
  /** Paper lies in the tray and nobody takes it. */
  paperLeft: Type.Optional(Type.Boolean()),
  /** Stories of money and paper that are not ended, and how many of them wait for a person: those, oldest first. */
  ledgers: Type.Optional(
    Type.Object({
      open: Type.Integer(),
      unclear: Type.Integer(),
      waiting: Type.Optional(Type.Array(LedgerStory, { maxItems: 50 })),
    }),
  ),
})
export type Report = Static<typeof Report>

export const Claim = Type.Object({
  case: Id,
  claim: Id,
  caseworker: Caseworker,
  /** Evidence is sealed to this key (JWE, ECDH-ES); it cannot leave the caseworker's browser. */
  sealKey: PublicKey,
  /** Decisions are signed (JWS, ES256) with the private half of this one. */
  signKey: PublicKey,
  /** The same for the same person within this case, and tells nothing else: two claims of one person are known by it. */
  person: Type.Optional(Sha256),
  /** They lack a skill that the case needs: they may talk and help, not supervise a capture nor decide. */
  helpOnly: Type.Optional(Type.Boolean()),
  iceServers: Type.Array(IceServer),
  iceTransportPolicy: oneOf(['all', 'relay']),
})
export type Claim = Static<typeof Claim>

/** Hub → box state: where the standing handoff is. */
export const Target = Type.Object({
  outOfService: Type.Boolean(),
  /** What citizens read meanwhile, if a technician has written something. */
  outText: Type.Optional(Type.Object({ da: Type.String({ maxLength: 200 }), en: Type.String({ maxLength: 200 }) })),
  /** It has not passed its acceptance test here yet: the box offers it. */
  acceptance: Type.Optional(Type.Literal('needed')),
  /** The hub gives technicians a code for it; the box's screen opens the test to nobody else. */
  acceptanceCode: Type.Optional(Type.Boolean()),
  /** Newest configuration (compact JWS, see settings.ts). */
  settings: Type.Optional(Type.String({ maxLength: 60_000 })),
  /** A newer release for this box: fetched in its window, while nobody is there. */
  update: Type.Optional(Type.Object({ version: Version })),
  /** Erase everything and end: after the visit that is on, once the outbox is empty. */
  retire: Type.Optional(Type.Boolean()),
  queue: nullable(
    Type.Object({
      case: Id,
      ahead: Type.Number(),
      /** Expected wait in seconds, from measured service times; null until there are any. */
      waitSeconds: nullable(Type.Number()),
      /** The caseworker's connection was lost and the case stands first again. */
      again: Type.Boolean(),
      /** Their caseworker has set it aside for a moment and comes back. */
      heldBy: Type.Optional(nullable(Type.String({ maxLength: 80 }))),
      /** For the call that will come: the box looks for its way while it waits. */
      ways: Type.Optional(Ways),
    }),
  ),
  claim: nullable(Claim),
})
export type Target = Static<typeof Target>

/** Statistics: no person in them. */
export const BoxEvent = Type.Union([
  Type.Object({
    is: Type.Literal('visit-started'),
    visit: Id,
    language: Language,
    /** The appointment that was checked in for; the hub moves it on, and does not keep it with the figures. */
    booking: Type.Optional(Id),
  }),
  Type.Object({
    is: Type.Literal('step-done'),
    visit: Id,
    errand: Errand,
    step: StepName,
    ms: Type.Number(),
    tries: Type.Number(),
    /** Why tries failed: fault codes, how often each. */
    reasons: Type.Optional(Type.Record(Type.String({ maxLength: 40 }), Type.Integer())),
  }),
  Type.Object({
    is: Type.Literal('visit-ended'),
    visit: Id,
    errand: nullable(Errand),
    outcome: Outcome,
    ms: Type.Number(),
    /** Ways of use that were switched on, such as `large-text`. */
    access: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
  }),
  /** Two taps at the end; the last one of a visit counts. */
  Type.Object({ is: Type.Literal('survey'), visit: Id, errand: nullable(Errand), ...SurveyTaps }),
  /** For the audit log: the box has taken over a decision and keeps the sealed application. */
  Type.Object({
    is: Type.Literal('case-decided'),
    visit: Id,
    case: Id,
    claim: Id,
    verdict: oneOf(['approved', 'rejected', 'referred', 'postponed']),
  }),
  /** What a caseworker did at the box. `detail` names a question's subject and whether it was answered right, never the answer. */
  Type.Object({
    is: Type.Literal('caseworker-act'),
    visit: Id,
    case: Id,
    claim: Id,
    act: DeskAct,
    step: nullable(StepName),
    detail: nullable(Type.String({ maxLength: 60 })),
  }),
  /** How a fee was paid, for the municipality's figures (øre). */
  Type.Object({
    is: Type.Literal('fee'),
    visit: Id,
    errand: Errand,
    amount: Type.Integer(),
    way: oneOf(['card', 'invoice', 'desk', 'unknown']),
  }),
  /** A fee that is still to be paid, for those who send bills; again for a case: the same one. */
  Type.Object({ is: Type.Literal('bill'), bill: Bill }),
  /** Printed, and nobody took it from the tray while the box reminded; a presenter has drawn it back, or not. */
  Type.Object({ is: Type.Literal('paper-left'), visit: Id, retracted: Type.Optional(Type.Boolean()) }),
  Type.Object({ is: Type.Literal('visit-lost'), visit: Id, step: nullable(StepName) }),
])
export type BoxEvent = Static<typeof BoxEvent>

/** A JWE in compact form: the hub relays it and cannot read it. */
export const Sealed = Type.String({ maxLength: 6_000_000, pattern: '^[A-Za-z0-9_.-]+$' })

export const BoxRequest = Type.Union([
  /** To the desk that holds the claim. `kind` tells the desk's socket what to keep (latest `view`) without opening it. */
  Type.Object({ is: Type.Literal('to-desk'), claim: Id, kind: oneOf(['view', 'message']), sealed: Sealed }),
  /** The citizen feels threatened: the staff are told at once. */
  Type.Object({ is: Type.Literal('alarm') }),
  /** The citizen cannot wait: somebody is to call. The number goes no further than the caseworker who calls. */
  Type.Object({
    is: Type.Literal('call-back'),
    case: Id,
    phone: Type.String({ maxLength: 20, pattern: '^\\+?[0-9 ]{6,20}$' }),
  }),
  /** Asks the authority's register about the applicant; sealed both ways, the hub sees none of it. */
  Type.Object({ is: Type.Literal('lookup'), sealed: Sealed }),
  /** To the authority's inbox; the reply carries its signed acknowledgement. */
  Type.Object({ is: Type.Literal('deliver'), applicationId: Id, sealed: Sealed }),
  BookingCall,
  /** To a register, through the hub: who is asked about and for what; the hub's audit log keeps the purpose, not the person. */
  Type.Object({ is: Type.Literal('look-up'), case: Id, purpose: PaperKind, subject: Subject }),
  /** States what the register says, for a paper. Asked again for a case, the paper of that kind before is withdrawn. */
  Type.Object({ is: Type.Literal('issue'), issue: IssueRequest }),
  /** The paper of that case never came out. */
  Type.Object({ is: Type.Literal('withdraw'), case: Id, kind: Type.Optional(PaperKind) }),
])
export type BoxRequest = Static<typeof BoxRequest>

export const HubRequest = Type.Union([
  Type.Object({ is: Type.Literal('to-box'), claim: Id, sealed: Sealed }),
  /** Somebody has found out how a story ended. Refused when it waits no more. */
  Type.Object({ is: Type.Literal('resolve'), verdict: LedgerVerdict }),
  /** A technician wants to read its log; only of a box whose health says `tellsLog`. */
  Type.Object({ is: Type.Literal('tell-log') }),
])
export type HubRequest = Static<typeof HubRequest>

export const Reply = Type.Union([
  Type.Object({ is: Type.Literal('ok') }),
  /** Compact JWS, signed by the authority. */
  Type.Object({ is: Type.Literal('delivered'), acknowledgement: Type.String({ maxLength: 10_000 }) }),
  /** What the register answered, sealed to the key in the question. */
  Type.Object({ is: Type.Literal('found'), sealed: Sealed }),
  Type.Object({ is: Type.Literal('looked-up'), answer: LookedUp }),
  Type.Object({ is: Type.Literal('issued'), issued: Issued }),
  Type.Object({ is: Type.Literal('log'), lines: LogLines }),
  /** The claim has ended, or the desk is not connected now. */
  Type.Object({ is: Type.Literal('no-claim') }),
  /** Nobody answers there now: keep it and try later. */
  Type.Object({ is: Type.Literal('later'), why: Type.String({ maxLength: 200 }) }),
  BookingReply,
  /** It will never be taken. */
  Type.Object({ is: Type.Literal('refused'), why: Type.String({ maxLength: 200 }) }),
])
export type Reply = Static<typeof Reply>

const RequestId = Type.String({ maxLength: 40 })

export const LinkUp = Type.Union([
  Type.Object({
    is: Type.Literal('hello'),
    contract: Type.Number(),
    software: Type.String({ maxLength: 40 }),
    /** Random per start of the box process: tells a restart (evidence gone) from a gap in the line. */
    boot: Type.Optional(Id),
    /** Only from a box that waits for its first configuration. */
    proposal: Type.Optional(Proposal),
  }),
  Type.Object({ is: Type.Literal('report'), report: Report }),
  /** `n` grows by one for each event of this box and is never used again. */
  Type.Object({ is: Type.Literal('event'), n: Type.Integer({ minimum: 1 }), at: Instant, event: BoxEvent }),
  Type.Object({ is: Type.Literal('request'), id: RequestId, request: BoxRequest }),
  Type.Object({ is: Type.Literal('reply'), id: RequestId, reply: Reply }),
])
export type LinkUp = Static<typeof LinkUp>

export const LinkDown = Type.Union([
  Type.Object({
    is: Type.Literal('hello'),
    contract: Type.Number(),
    box: Id,
    name: Type.String(),
    place: Type.String(),
  }),
  Type.Object({ is: Type.Literal('target'), target: Target }),
  /** All events up to and including this number are stored. */
  Type.Object({ is: Type.Literal('ack'), upTo: Type.Integer() }),
  Type.Object({ is: Type.Literal('request'), id: RequestId, request: HubRequest }),
  Type.Object({ is: Type.Literal('reply'), id: RequestId, reply: Reply }),
])
export type LinkDown = Static<typeof LinkDown>
