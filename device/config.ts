import { readFileSync } from 'node:fs'
import Type, { type Static } from 'typebox'
import { fingerDrivers } from '../drivers/finger/open.ts'
import { decoder } from './contract/decode.ts'
import { Fault, isFault } from './contract/faults.ts'
import { Errand, oneOf } from './contract/nouns.ts'
import { PayOtherwise } from './contract/screen.ts'

const Port = Type.Integer({ minimum: 0, maximum: 65_535 })

/** A GPIO line as sysfs numbers it. */
const Line = Type.Object({ line: Type.Integer({ minimum: 0 }), activeLow: Type.Optional(Type.Boolean()) })

/** What one box is told: where its devices are, whose it is, and for how long it waits. Relative paths are not allowed. */
export const BoxConfig = Type.Object({
  /** Folder for the outbox and the ledgers. */
  data: Type.String(),
  /** Folder that enrolment filled: box.key, box.crt, hub-ca.crt, box.json, authority.jwk. */
  identity: Type.String(),
  /** Folder of trusted country signing certificates (DER). */
  trust: Type.String(),
  /** Folder with a terminal key and its CV certificates; without it chips are not asked for fingerprints. */
  terminal: Type.Optional(Type.String()),
  /** `wss://…/box` */
  hub: Type.String({ pattern: '^wss://' }),
  screen: Type.Object({ host: oneOf(['127.0.0.1', '::1', 'localhost']), port: Port }),
  place: Type.String(),
  municipality: Type.Object({
    name: Type.String({ maxLength: 80 }),
    phone: Type.String(),
    /** On papers, below the name. */
    address: Type.Optional(Type.Array(Type.String({ maxLength: 80 }), { maxItems: 4 })),
    /** An SVG file of plain filled outlines, for papers. */
    logo: Type.Optional(Type.String()),
  }),
  /** Where a finished document can be fetched. */
  places: Type.Array(Type.Object({ id: Type.String(), name: Type.String() }), { minItems: 1 }),
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
      /** A document camera over the open page, for places without a reader: ffmpeg’s input arguments. */
      Type.Object({ camera: Type.Object({ input: Type.Array(Type.String(), { minItems: 1 }) }) }),
    ]),
    /** ffmpeg’s input arguments, e.g. `-f v4l2 -input_format mjpeg -video_size 1280x720 -i /dev/video0`. */
    camera: Type.Object({
      input: Type.Array(Type.String(), { minItems: 1 }),
      /** Lamps on GPIO lines: `soft` while somebody looks into the camera, `flash` in step with the still. */
      light: Type.Optional(Type.Object({ soft: Type.Optional(Line), flash: Type.Optional(Line) })),
      /** A column that lifts the camera; `travelMs`: from one end to the other. */
      column: Type.Optional(
        Type.Object({ up: Line, down: Line, travelMs: Type.Integer({ minimum: 500, maximum: 60_000 }) }),
      ),
    }),
    /** `port` is the tty, or for `wsbd` the service's `http(s)://` address. */
    finger: Type.Object({
      driver: Type.Optional(oneOf(fingerDrivers)),
      port: Type.String(),
      baud: Type.Optional(Type.Integer()),
      /** SFM only: `single` for modules without the extended data transfer. */
      transfer: Type.Optional(oneOf(['extended', 'single'])),
      /** SFM only: the module compresses the picture by itself, where it can. */
      wsq: Type.Optional(Type.Boolean()),
    }),
    /** `ipps://host:port/path`; `certificate` is the printer's own (PEM file), pinned by `boks printer pin`. */
    printer: Type.Object({ uri: Type.String({ pattern: '^ipps?://' }), certificate: Type.Optional(Type.String()) }),
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
  /** File that reads `1` while the housing is open (a GPIO line's `value`); left out where no switch is fitted. */
  tamper: Type.Optional(Type.String()),
  /** What is done at this box; only passports if it is left out. */
  errands: Type.Optional(Type.Array(Errand, { minItems: 1 })),
  /** For those who do not pay by card: a bill, or the desk (the default). */
  payOtherwise: Type.Optional(PayOtherwise),
  /** Stricter than the law’s: every capture with a caseworker watching. */
  supervised: Type.Optional(Type.Boolean()),
  /** Ask everybody before the camera to turn the head and shut the eyes, in an order nobody knows; yes if not given. */
  challenge: Type.Optional(Type.Boolean()),
  attention: Type.Optional(
    Type.Object({ quietMs: Type.Integer({ minimum: 1_000 }), graceMs: Type.Integer({ minimum: 2_000 }) }),
  ),
  /** How long a result stays before the next question (ms); 0 for a robot. */
  dwellMs: Type.Optional(Type.Integer()),
  /** Bits a pixel of the prints’ WSQ; 0.75 if not given. */
  fingerBpp: Type.Optional(Type.Number({ minimum: 0.25, maximum: 8 })),
  /** Keep the signature’s movement (time series) beside its picture: only where somebody has asked for it. */
  keepStrokes: Type.Optional(Type.Boolean()),
  /** How long the last screen stays (ms). */
  farewellMs: Type.Optional(Type.Integer()),
})
export type BoxConfig = Static<typeof BoxConfig>

/** The configuration in `path`; `Fault('config.invalid')` names the place that is wrong. */
export function readConfig(path: string): BoxConfig {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new Fault('config.invalid', `${path} cannot be read`, { cause: error })
  }
  try {
    return decoder(BoxConfig)(text)
  } catch (error) {
    throw isFault(error) ? new Fault('config.invalid', `${path}: ${error.detail}`) : error
  }
}
