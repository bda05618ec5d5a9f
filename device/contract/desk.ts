/**
 * What a box and the desk that claimed its case say to each other. All of it travels sealed (JWE to the other end's key),
 * so that the hub, its database and its logs see none of it.
 */
import Type, { type Static } from 'typebox'
import { Applicant, CapturedFinger, Comparison, EvidenceHashes } from './application.ts'
import { InspectionReport } from './inspection.ts'
import { Errand, Id, ImageUrl, nullable, oneOf, PublicKey, Signal, StepName } from './nouns.ts'
import { ScreenState } from './screen.ts'

export const blocks = ['not-genuine', 'identity-unproven', 'consent-missing', 'incomplete'] as const
/**
 * Why the box would refuse an approval now. `consent-missing` is lifted by a decision that records the consent. Poor prints
 * are no block: the caseworker's approval is the decision about them. The desk shows them; the box enforces them.
 */
export const Block = oneOf(blocks)
export type Block = Static<typeof Block>

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
  portraits: Type.Object({ chip: nullable(ImageUrl), live: nullable(ImageUrl), comparison: nullable(Comparison) }),
  fingers: Type.Array(
    Type.Intersect([Type.Omit(CapturedFinger, ['image']), Type.Object({ preview: nullable(ImageUrl) })]),
  ),
  signature: nullable(ImageUrl),
  /** Where the passport goes and whom to tell, once the citizen has said. */
  contact: nullable(Type.Object({ phone: nullable(Type.String()), place: Type.String() })),
  evidence: nullable(EvidenceHashes),
  blocks: Type.Array(Block),
})
export type DeskView = Static<typeof DeskView>

/** Box → desk beside the view. */
export const DeskDown = Type.Union([
  Type.Object({ is: Type.Literal('signal'), signal: Signal }),
  Type.Object({ is: Type.Literal('text'), text: Type.String({ maxLength: 2_000 }) }),
  /** The decision was taken over, or why it was not. */
  Type.Object({ is: Type.Literal('decided'), result: oneOf(['taken', 'stale', 'blocked', 'not-ready']) }),
])
export type DeskDown = Static<typeof DeskDown>

/** Desk → box. */
export const DeskUp = Type.Union([
  Type.Object({ is: Type.Literal('signal'), signal: Signal }),
  Type.Object({ is: Type.Literal('text'), text: Type.String({ maxLength: 2_000 }) }),
  /** "Take it again": the citizen's screen goes to that step. */
  Type.Object({ is: Type.Literal('retake'), step: StepName }),
  /** Nobody stands at the box any more: the visit ends and is erased. */
  Type.Object({ is: Type.Literal('citizen-left') }),
  /** Compact JWS over `Decision`. */
  Type.Object({ is: Type.Literal('decide'), jws: Type.String({ maxLength: 20_000 }) }),
])
export type DeskUp = Static<typeof DeskUp>
