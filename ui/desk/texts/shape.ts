/** The closed lists of the contract that need a text: one missing in any language is a compile error. */
import type { Comparison, FingerOutcome } from '../../../device/contract/application.ts'
import type { Ask, AskOf, FingerAdvice, Guidance } from '../../../device/contract/asks.ts'
import type { Block } from '../../../device/contract/desk.ts'
import type { FaultCode } from '../../../device/contract/faults.ts'
import type { CheckName, CheckReason, CheckResult, Verdict } from '../../../device/contract/inspection.ts'
import type { Errand, FingerPosition, Language, RejectionReason, StepName } from '../../../device/contract/nouns.ts'
import type {
  PortraitQuality,
  PortraitRuleName,
  PortraitSignal,
  PortraitWay,
} from '../../../device/contract/portrait.ts'

export type Words<K extends string> = Record<K, string>
/** What the citizen's screen asks, told to the caseworker. */
export type AskTexts = { [K in Ask['is']]: (ask: AskOf<K>) => string }

/** What the machine cannot measure and the caseworker looks for. */
export type HumanCheck =
  | 'UnifiedQualityScore'
  | 'ExpressionNeutrality'
  | 'NoHeadCoverings'
  | 'BackgroundUniformity'
  | 'FaceOcclusionPrevention'
  | 'EyesOpen'

type SignalMeasure =
  | 'asked'
  | 'undone'
  | 'wrong'
  | 'parallax'
  | 'misfit'
  | 'distance'
  | 'threshold'
  | 'sides'
  | 'grid'
  | 'follows'
  | 'inStep'

export type PortraitTexts = {
  rule: Words<PortraitRuleName>
  law: string
  quality: Words<PortraitQuality['verdict'] | 'head' | 'none' | 'heuristic'> & {
    measured: (name: string, component: number) => string
    all: (assessed: number, total: number) => string
  }
  check: Words<HumanCheck | 'head' | 'done'>
  way: Words<PortraitWay>
  signals: {
    head: string
    signal: Words<PortraitSignal['signal']>
    is: Words<PortraitSignal['is']>
    undone: string
    /** What was measured, by the names in the signals. */
    measured: Words<SignalMeasure>
    /** How many signals speak for a person, where none speaks against. */
    sum: (live: number) => string
    limits: string
  }
  /** For which false match rate the comparison's threshold was set. */
  set: (rate: string, distance: string) => string
}

export type ContractTexts = {
  errand: Words<Errand>
  language: Words<Language>
  step: Words<StepName>
  block: Words<Block>
  rejection: Words<RejectionReason>
  verdict: Record<Verdict, { head: string; means: string }>
  checkName: Words<CheckName>
  check: Record<CheckName, Words<CheckResult>>
  reasons: Words<CheckReason>
  result: Words<CheckResult>
  /** Evidence of a check: by the name it has in the report, and values that are words of ours. */
  proof: { head: string; key: Record<string, string>; value: Record<string, string> }
  fingerOutcome: Words<FingerOutcome>
  guidance: Words<Guidance>
  advice: Words<FingerAdvice>
  finger: Words<FingerPosition>
  fault: Words<FaultCode>
  ask: AskTexts
  similarity: (comparison: Comparison) => string
}
