/**
 * The configuration of one box: one schema, checked by the hub before it signs and by the box before it uses it. Grows by
 * optional members only, so that a box takes what a newer hub says. Nothing in here can change whom the box trusts.
 */
import Type, { type Static } from 'typebox'
import { Errand, Language, oneOf } from './nouns.ts'

const Time = Type.String({ pattern: '^([01]\\d|2[0-4]):[0-5]\\d$' })
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const Day = Type.Optional(Type.Array(Type.Tuple([Time, Time]), { maxItems: 3 }))
const Hours = Type.Object({ mon: Day, tue: Day, wed: Day, thu: Day, fri: Day, sat: Day, sun: Day })

/** What is decided for a box at the hub. */
export const Settings = Type.Object({
  /** Where the box stands, as citizens read it. */
  place: Type.String({ minLength: 1, maxLength: 60 }),
  municipality: Type.Object({ name: Type.String({ maxLength: 80 }), phone: Type.String() }),
  /** Where a finished document can be fetched. */
  places: Type.Array(Type.Object({ id: Type.String(), name: Type.String() }), { minItems: 1 }),
  devices: Type.Object({
    card: Type.Object({ reader: Type.String(), socket: Type.Optional(Type.String()) }),
    mrz: Type.Object({
      port: Type.String(),
      baud: Type.Integer(),
      /** Which commands it takes; none if not given: it sends what it reads between STX and ETX. */
      kind: Type.Optional(
        Type.Union([
          Type.Literal('stx-etx'),
          Type.Literal('cr-lines'),
          Type.Literal('idbox'),
          Type.Literal('honeywell'),
        ]),
      ),
    }),
    /** ffmpeg’s input arguments, e.g. `-f v4l2 -input_format mjpeg -video_size 1280x720 -i /dev/video0`. */
    camera: Type.Object({ input: Type.Array(Type.String(), { minItems: 1 }) }),
    /** `port` is the tty, or for `wsbd` the service's `http(s)://` address. */
    finger: Type.Object({
      driver: Type.Optional(oneOf(['sfm', 'zfm', 'wsbd'])),
      port: Type.String(),
      baud: Type.Optional(Type.Integer()),
    }),
    /** `ipp://host:port/path` */
    printer: Type.Object({ uri: Type.String({ pattern: '^ipps?://' }) }),
  }),
  /** Stricter than the law’s: every capture with a caseworker watching. */
  supervised: Type.Optional(Type.Boolean()),
  attention: Type.Optional(
    Type.Object({ quietMs: Type.Integer({ minimum: 1_000 }), graceMs: Type.Integer({ minimum: 2_000 }) }),
  ),
  /** How long a result stays before the next question (ms); 0 for a robot. */
  dwellMs: Type.Optional(Type.Integer()),
  /** How long the last screen stays (ms). */
  farewellMs: Type.Optional(Type.Integer()),
  /** Errands on offer; all if left out. */
  errands: Type.Optional(Type.Array(Errand, { minItems: 1 })),
  /** Languages on offer, the first at the welcome screen; Danish and English if left out. */
  languages: Type.Optional(Type.Array(Language, { minItems: 1 })),
  /** Local opening times, `HH:MM`; a day left out is closed; without `hours` the box is always open. */
  hours: Type.Optional(Hours),
  /** What is there for people who hear, see or reach less. */
  accessibility: Type.Optional(
    Type.Object({
      /** A table that can be driven up and down. */
      lift: Type.Optional(Type.Boolean()),
      headphones: Type.Optional(Type.Boolean()),
      /** Big keys beside the screen (as a HID keyboard of arrow, yes and no). */
      keypad: Type.Optional(Type.Boolean()),
    }),
  ),
  /** Files that say 0 (closed) or 1 (open), such as `/sys/class/gpio/gpio17/value`: housing, door, motion. */
  contacts: Type.Optional(
    Type.Array(Type.Object({ name: oneOf(['housing', 'door', 'motion']), path: Type.String({ maxLength: 120 }) }), {
      maxItems: 8,
    }),
  ),
})
export type Settings = Static<typeof Settings>

/** What the hub signs (compact JWS, ES256, by its CA's key, `typ` boks-settings). */
export const SignedSettings = Type.Object({
  box: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  settings: Settings,
})
export type SignedSettings = Static<typeof SignedSettings>
