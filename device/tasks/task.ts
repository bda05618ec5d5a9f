import type { TerminalIdentity } from '../../drivers/chip/terminal-authentication.ts'
import type { PayOutcome } from '../../drivers/payment/pay.ts'
import type { Stroke } from '../contract/answer.ts'
import type { AttackReport, Comparison, Decision } from '../contract/application.ts'
import type { AskOf, PayOtherwise } from '../contract/asks.ts'
import type { Issued, IssueRequest, LookedUp, PaperKind, Subject } from '../contract/certificate.ts'
import type { FaultCode } from '../contract/faults.ts'
import type { InspectionReport } from '../contract/inspection.ts'
import type { Errand, FingerPosition, Language } from '../contract/nouns.ts'
import type { PortraitQuality, PortraitSignal, PortraitWay } from '../contract/portrait.ts'
import type { Devices } from '../devices.ts'
import type { FaceEngine } from '../face/engine.ts'
import type { FingerAnalyst } from '../finger/analyst.ts'
import type { GrayImage } from '../finger/image.ts'
import type { Records } from '../finger/judge.ts'
import type { TrustStore } from '../identity/trust-store.ts'
import type { CardPayment } from '../money/cashier.ts'
import type { PassportPlan } from '../rules/passport.ts'
import type { VisitMemory } from '../session/memory.ts'
import type { FingerLog } from './finger-log.ts'
import type { Runner } from './runner.ts'

/** The passport as it was read. `embedding` and `portrait` are null where the chip gave no usable picture. */
export type PassportDocument = {
  inspection: InspectionReport
  plan: PassportPlan
  portrait: Buffer | null
  embedding: Float32Array | null
}

export type PortraitCapture = {
  jpeg: Buffer
  width: number
  height: number
  comparison: Comparison | null
  quality: PortraitQuality
  signals: PortraitSignal[]
  way: PortraitWay | null
  /** The picture at the chip's size in its ISO/IEC records. */
  records: { iso19794: Buffer; iso39794: Buffer }
}

export type FingerCapture = {
  position: FingerPosition
  outcome: 'good' | 'poor' | 'exempt' | 'unavailable'
  tries: number
  clarity: number | null
  /** At the sensor's resolution, as pixels and grey PNG, and a small one for screens. */
  image: {
    width: number
    height: number
    ppi: number
    pixels: Uint8Array
    png: Buffer
    preview: Buffer
    /** The sensor's own. */
    wsq?: Uint8Array
  } | null
  /** For a passport's chip; only of the print that is kept. */
  records: Records | null
  attack: AttackReport
  /** This finger was shown before, under another name. */
  sameAs?: FingerPosition
}

/** `unable`: the citizen cannot sign; `strokes` only where the municipality asks for them. */
export type SignatureCapture = { png: Buffer; unable?: true; strokes?: readonly Stroke[] }
export type Contact = { phone: string; place: { id: string; name: string } }

/** A decision that was verified, taken over and is on disk, sealed. */
export type TakenDecision = { decision: Decision; applicationId: string }

export type DeliveryState = 'sending' | 'delivered' | 'later'
export type ReceiptState = 'none' | 'printed' | 'uncertain' | 'failed'
/** How the errand's own paper ended. */
export type PaperState = { is: 'printed' } | { is: 'uncertain' } | { is: 'failed'; fault: FaultCode }
/** How the fee was paid (øre). `unknown`: a person finds out whether the terminal took it. */
export type PaidState =
  | ({ is: 'card' } & CardPayment)
  | { is: 'invoice'; amount: number }
  | { is: 'desk'; amount: number }
  | { is: 'unknown'; amount: number }

/** What an errand may use. It has no clock: `now` is when the visit began. */
export type TaskContext = {
  runner: Runner
  devices: Devices
  face: FaceEngine
  trust: TrustStore
  terminal?: TerminalIdentity
  memory: VisitMemory
  /** What happened with the fingers so far. */
  fingers: FingerLog
  analyst: FingerAnalyst
  /** Bits a pixel of the prints’ WSQ. */
  fingerBpp: number
  /** Whether the signature’s movement is kept beside its picture. */
  keepStrokes: boolean
  /** What the finger sensor saw last in this visit, until it saw nothing: a finger that was never lifted is told by it. */
  onGlass: { image: GrayImage | null }
  now: Date
  errands: readonly Errand[]
  /** The errand as it is done: a child's passport, whatever was chosen. */
  errand(): Errand
  language(): Language
  /** An MRZ that was swiped in this visit before it was asked for; asked once. */
  earlyMrz(): string | null
  places: readonly { id: string; name: string }[]
  /** Every capture waits for a caseworker who watches. */
  supervised: boolean
  /** Whether everybody before the camera is asked to turn the head and shut the eyes. */
  challenge: boolean
  /** How long a result stays on the screen before the next question (ms). */
  dwellMs: number
  caseworker: {
    /** A standing wish for a caseworker. */
    want(why: 'decision' | 'supervised'): void
    readonly place: Omit<AskOf<'waiting'>, 'is'>
    readonly here: boolean
    /** Live pictures of the citizen reach them now. */
    readonly watching: boolean
    onChange(listener: () => void): () => void
  }
  payments: {
    /** Whether fees are paid at this box at all. */
    readonly here: boolean
    /** Whether a card can be taken now. */
    readonly card: boolean
    readonly otherwise: PayOtherwise
    onReady(listener: () => void): () => void
    /** What was paid by card goes back before another way is taken; false while that is not known. */
    giveBack(): Promise<boolean>
    /** What this case has paid by card. */
    paid(): CardPayment | null
    charge(
      amount: number,
      signal: AbortSignal,
      onProgress: (progress: 'terminal' | 'checking') => void,
    ): Promise<PayOutcome>
  }
  registers: {
    /** Null while nobody answers. */
    lookUp(kind: PaperKind, subject: Subject, signal: AbortSignal): Promise<LookedUp | null>
    issue(request: Omit<IssueRequest, 'case'>, signal: AbortSignal): Promise<Issued | null>
  }
  papers: {
    /** The errand with the fault that keeps its paper from being printed now; nothing when it could be. */
    closed(errand: Errand): { errand: Errand; why: FaultCode }[]
    onChange(listener: () => void): () => void
    /** Prints what was issued, once for this case; settles what was paid for it. */
    paper(issued: Issued, signal: AbortSignal, onProblem: (problem: FaultCode | null) => void): Promise<PaperState>
  }
  decided(): TakenDecision | null
  /** Follows the delivery of the sealed application to its acknowledgement. */
  delivered(signal: AbortSignal): Promise<DeliveryState>
  receipt(signal: AbortSignal): Promise<ReceiptState>
}
