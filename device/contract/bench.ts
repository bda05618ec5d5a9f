/**
 * The virtual bench: a loopback HTTP API beside a demo box, and the page that uses it. It moves what a person would move in
 * the room. `GET /api/state` → BenchState (also pushed over the WebSocket `/events` at every change); `POST /api/do` with
 * one BenchAct → 204, or 400 with one sentence.
 */
import Type, { type Static } from 'typebox'
import { DeviceKind, FingerPosition, nullable, oneOf, perDevice } from './nouns.ts'
import { PortraitMove } from './portrait.ts'

export const benchCitizens = ['good', 'mismatch', 'badsig', 'altered', 'child'] as const
export const BenchCitizen = oneOf(benchCitizens)
export type BenchCitizen = Static<typeof BenchCitizen>

/** The last five are no persons: a printed photo, a telephone, one with a film, one and a monitor with the film that is asked for. */
export const cameraConditions = [
  'good',
  'too-far',
  'off-centre',
  'low',
  'dark',
  'covered',
  'two-people',
  'tilted',
  'paper',
  'telephone',
  'film',
  'clips',
  'monitor',
] as const
export const CameraCondition = oneOf(cameraConditions)
export const FingerCondition = oneOf(['good', 'dry', 'wet', 'partial', 'smudged', 'fake', 'residue'])
export const benchSensors = ['sfm', 'wsbd', 'zfm'] as const
export const BenchSensor = oneOf(benchSensors)
export type BenchSensor = Static<typeof BenchSensor>
export const PrinterCondition = oneOf([
  'ready',
  'paper-low',
  'paper-out',
  'jam',
  'cover-open',
  'supply-low',
  'supply-out',
])

/** What the payment terminal does with the next payment; see drivers/virtual/payment/terminal. */
export const terminalManners = [
  'approve',
  'decline',
  'pin',
  'wait',
  'lose-answer',
  'late',
  'twice',
  'die',
  'die-before',
  'other-amount',
] as const
export const TerminalManner = oneOf(terminalManners)
export type TerminalManner = Static<typeof TerminalManner>

export const BenchAct = Type.Union([
  /** Swipes the MRZ and lays the passport on the chip reader. */
  Type.Object({ is: Type.Literal('put-down'), citizen: BenchCitizen }),
  /** Lifts it; with `afterApdus`, in the middle of reading. */
  Type.Object({ is: Type.Literal('pull-out'), afterApdus: Type.Optional(Type.Integer()) }),
  /** Something that is no passport: a licence with a chip on the reader, a health card drawn through the MRZ reader. */
  Type.Object({ is: Type.Literal('other-card'), card: oneOf(['driving-licence', 'health-card']) }),
  /** Only the MRZ, as a damaged line. */
  Type.Object({ is: Type.Literal('damaged-mrz') }),
  Type.Object({
    is: Type.Literal('stand'),
    citizen: nullable(BenchCitizen),
    condition: Type.Optional(CameraCondition),
  }),
  /** A telephone with that as a QR code is held before the camera, or put away. */
  Type.Object({ is: Type.Literal('hold-code'), text: nullable(Type.String({ minLength: 1, maxLength: 300 })) }),
  /** Whoever stands there turns the head or shuts the eyes, once. */
  Type.Object({ is: Type.Literal('move'), move: PortraitMove }),
  Type.Object({ is: Type.Literal('freeze-camera'), frozen: Type.Boolean() }),
  Type.Object({
    is: Type.Literal('finger'),
    citizen: nullable(BenchCitizen),
    position: Type.Optional(FingerPosition),
    condition: Type.Optional(FingerCondition),
  }),
  /** Another sensor is screwed on; the box is started anew with it. */
  Type.Object({ is: Type.Literal('sensor'), driver: BenchSensor }),
  Type.Object({ is: Type.Literal('printer'), condition: PrinterCondition }),
  Type.Object({ is: Type.Literal('terminal'), manner: TerminalManner }),
  Type.Object({ is: Type.Literal('plug'), device: DeviceKind, in: Type.Boolean() }),
])
export type BenchAct = Static<typeof BenchAct>

export const BenchState = Type.Object({
  citizens: Type.Array(
    Type.Object({
      id: BenchCitizen,
      name: Type.String(),
      dateOfBirth: Type.String(),
      /** JPEG data URL, small. */
      picture: Type.String(),
      /** Where the face before the camera comes from. */
      source: Type.String(),
      /** The live picture and the chip’s are made from one source picture: their likeness says less than two sittings would. */
      singleSource: Type.Boolean(),
    }),
  ),
  onReader: nullable(BenchCitizen),
  /** A card with a chip that is no passport lies on the reader. */
  otherOnReader: Type.Optional(Type.Boolean()),
  standing: nullable(BenchCitizen),
  cameraCondition: CameraCondition,
  cameraFrozen: Type.Boolean(),
  /** What the code on the telephone before the camera says. */
  code: Type.Optional(nullable(Type.String())),
  finger: nullable(Type.Object({ citizen: BenchCitizen, position: FingerPosition, condition: FingerCondition })),
  sensor: BenchSensor,
  printer: PrinterCondition,
  pages: Type.Integer(),
  /** The receipt printer's: how many, and the words of the last one. */
  slips: Type.Optional(Type.Object({ count: Type.Integer(), last: nullable(Type.String()) })),
  /** What stands on the terminal's display, and what its bank has booked. */
  terminal: Type.Object({
    manner: TerminalManner,
    display: Type.Array(Type.String()),
    charges: Type.Integer(),
    kroner: Type.Number(),
  }),
  plugged: perDevice(Type.Boolean()),
})
export type BenchState = Static<typeof BenchState>
