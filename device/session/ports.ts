import type { TerminalIdentity } from '../../drivers/chip/terminal-authentication.ts'
import type { PayOtherwise } from '../contract/asks.ts'
import type { DeskView } from '../contract/desk.ts'
import type { BoxEvent } from '../contract/link.ts'
import type { Errand, Language, PublicKey } from '../contract/nouns.ts'
import type { Settings } from '../contract/settings.ts'
import type { Devices } from '../devices.ts'
import type { FaceEngine } from '../face/engine.ts'
import type { FingerAnalyst } from '../finger/analyst.ts'
import type { TrustStore } from '../identity/trust-store.ts'
import type { Link } from '../link/link.ts'
import type { Outbox } from '../link/outbox.ts'
import type { PrivateKey, Signer } from '../link/seal.ts'
import type { Log } from '../log.ts'
import type { Cashier } from '../money/cashier.ts'
import type { Fee } from '../rules/fees.ts'
import type { Contact, DeliveryState, PaidState, ReceiptState, TakenDecision } from '../tasks/task.ts'
import type { PaperPrinter } from './print-paper.ts'
import type { Slips } from './slips.ts'
import type { Stage } from './stage.ts'
import type { VisitTrace } from './trace.ts'

/** Who this box is: made at enrolment. The authority's key is pinned here; no configuration can change it. */
export type BoxIdentity = { box: string; key: PrivateKey | Signer; authority: PublicKey }

export type ReceiptContent = {
  case: string
  applicationId: string
  errand: Errand
  language: Language
  /** What it cost, and how it was paid; null: free. */
  fee: ReceiptFee | null
  contact: Contact | null
  /** Null where nobody decides. */
  taken: TakenDecision | null
}

/** In øre. `rule`: what made the price; `back`: what a refund rule gives back. */
export type ReceiptFee = { amount: number; paid: PaidState | null; rule: Fee; back: number }

/** What a visit stands on. */
export type VisitPorts = {
  stage: Stage
  devices: Devices
  face: FaceEngine
  analyst: FingerAnalyst
  trust: TrustStore
  /** With it, fingerprints on the chip are read as well. */
  terminal?: TerminalIdentity
  link: Link
  outbox: Outbox
  trace: VisitTrace
  log: Log
  identity: BoxIdentity
  place: string
  places: Settings['places']
  errands: readonly Errand[]
  supervised: boolean
  /** Errands of which the municipality wants every approval by two caseworkers. */
  fourEyes: readonly Errand[]
  /** Whether everybody before the camera is asked to move. */
  challenge: boolean
  cashier: Cashier
  /** For those who do not pay by card. */
  payOtherwise: PayOtherwise
  papers: PaperPrinter
  dwellMs: number
  /** Bits a pixel of the prints’ WSQ. */
  fingerBpp: number
  /** Whether the signature’s movement is kept beside its picture. */
  keepStrokes: boolean
  now: Date
  /** Tells the hub the box's whole state anew. */
  report(): void
  event(event: BoxEvent): void
  delivered(applicationId: string, signal: AbortSignal): Promise<DeliveryState>
  /** Slips and tickets. */
  slips: Slips
  /** What the printer is like now, for the desk. */
  paperView(): Pick<DeskView, 'printer' | 'places'>
  /** Of the box's housing; null where no switch is fitted. */
  tamper(): 'closed' | 'opened' | null
  receipt(content: ReceiptContent, signal: AbortSignal): Promise<ReceiptState>
}
