/**
 * The configuration of one box: one schema, checked by the hub before it signs and by the box before it uses it. Grows by
 * optional members only, so that a box takes what a newer hub says. Nothing in here can change whom the box trusts.
 */
import Type, { type Static } from 'typebox'
import { PayOtherwise } from './asks.ts'
import { Errand, Language, oneOf } from './nouns.ts'
import { SoundNames } from './sound.ts'

const Time = Type.String({ pattern: '^([01]\\d|2[0-4]):[0-5]\\d$' })
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const Day = Type.Optional(Type.Array(Type.Tuple([Time, Time]), { maxItems: 3 }))
const Hours = Type.Object({ mon: Day, tue: Day, wed: Day, thu: Day, fri: Day, sat: Day, sun: Day })

/** A GPIO line as sysfs numbers it. */
const Line = Type.Object({ line: Type.Integer({ minimum: 0 }), activeLow: Type.Optional(Type.Boolean()) })

const TamperSwitch = Type.Union([Type.String(), Line])
export type TamperSwitch = Static<typeof TamperSwitch>

/**
 * ffmpeg's input arguments of a camera, as pairs, the address last: `-f v4l2 -input_format mjpeg -video_size 1280x720 -i
 * /dev/video0`. Only these words: whoever writes a configuration must reach neither a file nor another host with it.
 */
const CameraInput = Type.Array(
  Type.String({
    pattern: [
      '^(-(f|i|input_format|video_size|framerate|fflags|probesize|analyzeduration|use_wallclock_as_timestamps)',
      'v4l2|mpjpeg|mjpeg|yuyv422|uyvy422|nv12|yuv420p|nobuffer|\\d{1,5}(x\\d{1,5})?',
      '/dev/(video\\d+|v4l/by-(id|path)/[\\w.:-]+)',
      'http://127\\.0\\.0\\.1:\\d{1,5}/[\\w?=&.-]*)$',
    ].join('|'),
  }),
  { minItems: 2, maxItems: 20 },
)

/** What is decided for a box at the hub. */
export const Settings = Type.Object({
  /** Where the box stands, as citizens read it. */
  place: Type.String({ minLength: 1, maxLength: 60 }),
  municipality: Type.Object({
    name: Type.String({ maxLength: 80 }),
    phone: Type.String(),
    /** On papers, below the name. */
    address: Type.Optional(Type.Array(Type.String({ maxLength: 80 }), { maxItems: 4 })),
    /** An SVG file of plain filled outlines, for papers. */
    logo: Type.Optional(Type.String()),
  }),
  /** Where a finished document can be fetched. */
  places: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      address: Type.Optional(Type.String({ maxLength: 120 })),
      /** The way from the box, in words, for the referral slip. */
      directions: Type.Optional(
        Type.Object({ da: Type.String({ maxLength: 600 }), en: Type.String({ maxLength: 600 }) }),
      ),
    }),
    { minItems: 1 },
  ),
  devices: Type.Object({
    card: Type.Object({ reader: Type.String(), socket: Type.Optional(Type.String()) }),
    mrz: Type.Union([
      Type.Object({
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
      /** A document camera over the open page, for places without a reader. */
      Type.Object({ camera: Type.Object({ input: CameraInput }) }),
    ]),
    camera: Type.Object({
      input: CameraInput,
      /** A still camera that gphoto2 knows takes the portrait; `model` `PTP/IP Camera` for one on the network. */
      stills: Type.Optional(
        Type.Object({
          port: Type.String({ pattern: '^(usb:[0-9,]*|ptpip:[0-9.]+(:[0-9]+)*)$' }),
          model: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9 ./()+-]{0,60}$' })),
        }),
      ),
      /** Lamps on GPIO lines: `soft` while somebody looks into the camera, `flash` in step with the still. */
      light: Type.Optional(Type.Object({ soft: Type.Optional(Line), flash: Type.Optional(Line) })),
      /** A column that lifts the camera; `travelMs`: from one end to the other. Inputs: switches at its ends, a safety edge. */
      column: Type.Optional(
        Type.Object({
          up: Line,
          down: Line,
          travelMs: Type.Integer({ minimum: 500, maximum: 60_000 }),
          top: Type.Optional(Line),
          bottom: Type.Optional(Line),
          blocked: Type.Optional(Line),
        }),
      ),
    }),
    /** `port` is the tty, or for `wsbd` the service's `https://` address, `http://` on this machine: no print in the clear on a wire. */
    finger: Type.Object({
      driver: Type.Optional(oneOf(['sfm', 'zfm', 'wsbd', 'libfprint'])),
      port: Type.String({
        pattern: '^(/.*|[^:]*|https://.*|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])(:\\d{1,5})?(/.*)?)$',
      }),
      baud: Type.Optional(Type.Integer()),
      /** SFM only: `single` for modules without the extended data transfer. */
      transfer: Type.Optional(oneOf(['extended', 'single'])),
      /** SFM only: the module compresses the picture by itself, where it can. */
      wsq: Type.Optional(Type.Boolean()),
    }),
    /** `ipps://host:port/path`; `certificate` is the printer's own (PEM file), pinned by `boks printer pin`. */
    printer: Type.Object({
      uri: Type.String({ pattern: '^ipps?://' }),
      certificate: Type.Optional(Type.String()),
      /** Where a presenter holds the paper; left out, the box reminds by sound that paper lies in the tray. */
      tray: Type.Optional(
        Type.Object({
          /** Active while paper lies in it. */
          paper: Line,
          /** A pulse draws the paper back. */
          retract: Type.Optional(Line),
          /** So long it is held out (ms). */
          holdMs: Type.Optional(Type.Integer({ minimum: 5_000, maximum: 300_000 })),
        }),
      ),
    }),
    /** A receipt printer (ESC/POS) for slips and tickets: a tty with its rate, or a network printer. */
    slips: Type.Optional(
      Type.Union([
        Type.Object({ path: Type.String(), baud: Type.Integer() }),
        Type.Object({ host: Type.String(), port: Type.Integer({ minimum: 1, maximum: 65_535 }) }),
      ]),
    ),
    /** Sound outputs by their names, where the box has more than a loudspeaker. */
    sound: Type.Optional(SoundNames),
    /** A payment terminal on the local network; left out, fees are paid elsewhere and no errand asks for them. */
    payment: Type.Optional(
      Type.Object({
        url: Type.String({ pattern: '^https://' }),
        /** This box and the terminal, as the acquirer names them. */
        sale: Type.String({ maxLength: 60 }),
        poi: Type.String({ maxLength: 60 }),
        /** The passphrase stands in a file of its own that only the box can read. */
        key: Type.Object({ identifier: Type.String(), version: Type.Integer(), passphraseFile: Type.String() }),
        /** PEM file with the terminal's own certificate. */
        certificate: Type.String(),
      }),
    ),
  }),
  /**
   * What is active while the housing or its door is open, or it is moved: GPIO lines, or files that read `1` then; left out where
   * none is fitted.
   */
  tamper: Type.Optional(Type.Union([TamperSwitch, Type.Array(TamperSwitch, { minItems: 1, maxItems: 8 })])),
  /** What is done at this box; only passports if it is left out. */
  errands: Type.Optional(Type.Array(Errand, { minItems: 1 })),
  /** For those who do not pay by card: a bill, or the desk (the default). */
  payOtherwise: Type.Optional(PayOtherwise),
  /** Stricter than the law’s: every capture with a caseworker watching. */
  supervised: Type.Optional(Type.Boolean()),
  /** Stricter than the law’s: errands of which every approval needs a second caseworker. */
  fourEyes: Type.Optional(Type.Array(Errand)),
  /** Ask everybody before the camera to turn the head and shut the eyes, in an order nobody knows; yes if not given. */
  challenge: Type.Optional(Type.Boolean()),
  attention: Type.Optional(
    Type.Object({ quietMs: Type.Integer({ minimum: 1_000 }), graceMs: Type.Integer({ minimum: 2_000 }) }),
  ),
  /** Whoever waits longer for a caseworker is offered other ways (ms); four minutes if not given. */
  lateMs: Type.Optional(Type.Integer({ minimum: 1_000 })),
  /** How long a result stays before the next question (ms); 0 for a robot. */
  dwellMs: Type.Optional(Type.Integer()),
  /** Bits a pixel of the prints’ WSQ; 0.75 if not given. */
  fingerBpp: Type.Optional(Type.Number({ minimum: 0.25, maximum: 8 })),
  /** Keep the signature’s movement (time series) beside its picture: only where somebody has asked for it. */
  keepStrokes: Type.Optional(Type.Boolean()),
  /** How long the last screen stays (ms). */
  farewellMs: Type.Optional(Type.Integer()),
  /** Languages on offer, the first at the welcome screen; Danish and English if left out. */
  languages: Type.Optional(Type.Array(Language, { minItems: 1 })),
  /** Local opening times, `HH:MM`; a day left out is closed; without `hours` the box is always open. */
  hours: Type.Optional(Hours),
  /** When software may be changed, local `HH:MM`; from 02:00 to 05:00 if left out. */
  updates: Type.Optional(Type.Object({ from: Time, to: Time })),
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
})
export type Settings = Static<typeof Settings>

/** What the hub signs (compact JWS, ES256, by its CA's key, `typ` boks-settings). */
export const SignedSettings = Type.Object({
  box: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  settings: Settings,
})
export type SignedSettings = Static<typeof SignedSettings>
