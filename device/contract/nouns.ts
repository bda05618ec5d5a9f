import Type, { type Static, type TSchema } from 'typebox'

/** Grows when a message gains something; box and hub of neighbouring versions must understand each other. */
export const CONTRACT = 1

/** A closed set of words as a schema. */
export function oneOf<const T extends readonly string[]>(words: T) {
  // Without `Unsafe` a read-only tuple's static type widens to string.
  return Type.Unsafe<T[number]>(Type.Enum([...words]))
}
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const Language = oneOf(['da', 'en'])
export type Language = Static<typeof Language>

export const errands = ['passport-renewal', 'passport-child', 'residence-certificate', 'temporary-licence'] as const
/** passport-child: an applicant under 18, whose custody holders must consent. */
export const Errand = oneOf(errands)
export type Errand = Static<typeof Errand>

export const stepNames = [
  'errand',
  'privacy',
  'document',
  'holder',
  'portrait',
  'right-index',
  'left-index',
  'signature',
  'contact',
  'review',
  'register',
  'declaration',
  'pay',
  'decision',
  'delivery',
  'paper',
  'receipt',
] as const
/** Steps by name: what the journal remembers, the caseworker sees and the statistics count. */
export const StepName = oneOf(stepNames)
export type StepName = Static<typeof StepName>

/** What a part of a fee is for. */
export const FeePartName = oneOf(['document', 'prints', 'lost'])
export type FeePartName = Static<typeof FeePartName>

export const hands = ['right', 'left'] as const
export const Hand = oneOf(hands)
export type Hand = Static<typeof Hand>
export const digits = ['index', 'thumb', 'middle', 'ring'] as const
export const Digit = oneOf(digits)
export type Digit = Static<typeof Digit>
/**
 * A finger by name. The *steps* `right-index` and `left-index` are those of a hand: another finger of the same hand stands
 * in where its index finger will not do.
 */
export type FingerPosition = `${Hand}-${Digit}`
export const fingerPositions: readonly FingerPosition[] = digits.flatMap((digit) =>
  hands.map((hand): FingerPosition => `${hand}-${digit}`),
)
export const FingerPosition = oneOf(fingerPositions)

export const impossibleWords = [
  'missing',
  'cannot-place',
  'no-ridges',
  'bandaged',
  'injured',
  'skin-condition',
] as const
/** Why a finger cannot be taken; what follows from each stands in rules/fingers. */
export const ImpossibleReason = oneOf(impossibleWords)
export type ImpossibleReason = Static<typeof ImpossibleReason>
export const lastings = ['permanently', 'temporarily'] as const
export const Lasting = oneOf(lastings)
export type Lasting = Static<typeof Lasting>

/** `done`: finished at the box, with nothing that a caseworker decides. */
export const outcomes = [
  'done',
  'approved',
  'rejected',
  'referred',
  'postponed',
  'cancelled',
  'timed-out',
  'faulted',
] as const
export const Outcome = oneOf(outcomes)
export type Outcome = Static<typeof Outcome>

export const DeviceKind = oneOf(['card', 'mrz', 'camera', 'finger', 'printer', 'payment'])
export type DeviceKind = Static<typeof DeviceKind>

/** One value for each kind of device; a box need not have all of them. */
export const perDevice = <T extends TSchema>(schema: T) =>
  Type.Object({
    card: schema,
    mrz: schema,
    camera: schema,
    finger: schema,
    printer: schema,
    payment: Type.Optional(schema),
  })

/** `absent | opening | ready | faulty`, as reported to hub and screens. */
export const PresenceName = oneOf(['absent', 'opening', 'ready', 'faulty'])
export type PresenceName = Static<typeof PresenceName>

/** Calendar date, `YYYY-MM-DD`. */
export const CalendarDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
/** Instant, ISO 8601 in UTC. */
export const Instant = Type.String({ minLength: 20, maxLength: 30 })
/** Random id: visit, case, claim, application (UUID v4). Every `Id` can stand in a database’s `uuid`. */
export const Id = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' })
/** SHA-256, lower-case hex. */
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })
/** `data:image/…;base64,…`, for screens. */
export const ImageUrl = Type.String({ pattern: '^data:image/(jpeg|png);base64,', maxLength: 4_000_000 })
/** Public key, P-256, as a JWK. */
export const PublicKey = Type.Object({
  kty: Type.Literal('EC'),
  crv: Type.Literal('P-256'),
  x: Type.String({ maxLength: 64 }),
  y: Type.String({ maxLength: 64 }),
})
export type PublicKey = Static<typeof PublicKey>

export const Caseworker = Type.Object({
  name: Type.String({ maxLength: 80 }),
  role: Type.String({ maxLength: 80 }),
  municipality: Type.String({ maxLength: 80 }),
})
export type Caseworker = Static<typeof Caseworker>

/** Why a caseworker said no; the citizen is told the sentence that belongs to it. */
export const rejectionReasons = [
  'portrait-not-you',
  'document-not-genuine',
  'identity-unproven',
  'consent-missing',
  'portrait-unusable',
  'prints-missing',
  'other',
] as const
export const RejectionReason = oneOf(rejectionReasons)
export type RejectionReason = Static<typeof RejectionReason>

/** What a caseworker can ask a citizen to bring when a case is put off. */
export const bringItems = [
  'old-passport',
  'consent',
  'birth-certificate',
  'photo-id',
  'health-card',
  'police-report',
  'custody-holder',
] as const
export const BringItem = oneOf(bringItems)
export type BringItem = Static<typeof BringItem>

/** Where a case goes that cannot be finished here. */
export const ReferTo = oneOf(['counter', 'police', 'agency'])
export type ReferTo = Static<typeof ReferTo>

/** What a register knows of a person and nobody else is likely to; control questions are drawn from it. */
export const controlFacts = [
  'street',
  'birthplace',
  'mothers-first-name',
  'fathers-first-name',
  'moved-year',
  'passport-place',
] as const
export const ControlFact = oneOf(controlFacts)
export type ControlFact = Static<typeof ControlFact>

/** What a caseworker can point at on the citizen's screen. */
export const pointables = ['reader', 'camera', 'finger', 'printer', 'answer', 'help', 'keyboard'] as const
export const Pointable = oneOf(pointables)
export type Pointable = Static<typeof Pointable>

/** What a caseworker did at the box within the visit: shown to the citizen as it happens, and audited. */
export const deskActs = [
  'retake',
  'press',
  'type',
  'point',
  'question',
  'control',
  'register',
  'slip',
  'finger',
  'column-up',
  'column-down',
  'light-on',
  'light-off',
  'photograph',
  'guest',
] as const
export const DeskAct = oneOf(deskActs)
export type DeskAct = Static<typeof DeskAct>

/** Who may come into a call beside citizen and caseworker. */
export const guestKinds = ['interpreter-voice', 'interpreter-sign', 'supervisor', 'relative'] as const
export const GuestKind = oneOf(guestKinds)
export type GuestKind = Static<typeof GuestKind>

/** One WebRTC signal; `peer` names the RTCPeerConnection it belongs to, so that a reload starts a fresh one. */
export const Signal = Type.Union([
  /** From a box it brings its offer. */
  Type.Object({ is: Type.Literal('hello'), peer: Id, sdp: Type.Optional(Type.String({ maxLength: 200_000 })) }),
  Type.Object({ is: oneOf(['offer', 'answer']), peer: Id, sdp: Type.String({ maxLength: 200_000 }) }),
  Type.Object({
    is: Type.Literal('candidate'),
    peer: Id,
    candidate: nullable(Type.String({ maxLength: 4_000 })),
    mid: nullable(Type.String({ maxLength: 40 })),
    line: nullable(Type.Number()),
  }),
  Type.Object({ is: Type.Literal('bye'), peer: Id }),
])
export type Signal = Static<typeof Signal>

export const IceServer = Type.Object({
  urls: Type.Array(Type.String({ maxLength: 200 })),
  username: Type.Optional(Type.String()),
  credential: Type.Optional(Type.String()),
})
