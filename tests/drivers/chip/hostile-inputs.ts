/**
 * The generator of hostile chips: sound files and sound answers, damaged in the ways a forger or a broken chip would. Kept
 * and seeded, so that a failure can be run again: `hostileInputs({ seed, count })`. Two kinds in turn: files damaged before
 * they are read and inspected, and answers damaged on the way.
 */
import { setImmediate } from 'node:timers/promises'
import { isFault } from '../../../device/contract/faults.ts'
import { parseCrl } from '../../../device/identity/crl.ts'
import { documentDetails, holderDetails, parseCom, parseDg2, parseDg7 } from '../../../device/identity/data-groups.ts'
import { inspect } from '../../../device/identity/inspect.ts'
import { parseMrz } from '../../../device/identity/mrz.ts'
import { signedGroups } from '../../../device/identity/sod.ts'
import { trustStore } from '../../../device/identity/trust-store.ts'
import { readCvCertificate } from '../../../drivers/chip/cv-certificate.ts'
import type { PassportFiles } from '../../../drivers/chip/files.ts'
import { readPassport } from '../../../drivers/chip/read-passport.ts'
import { cardAccessOf, parseDg14 } from '../../../drivers/chip/security-infos.ts'
import { readHeader } from '../../../drivers/chip/tlv.ts'
import { createApplet } from '../../../drivers/virtual/chip/applet.ts'
import { createTestAuthority } from '../../../drivers/virtual/country/authority.ts'
import { issuePassport } from '../../../drivers/virtual/country/passport.ts'
import { crl } from '../../../drivers/virtual/country/revocation.ts'
import type { ChipOptions } from '../../../drivers/virtual/country/security-files.ts'
import { terminalCountry } from '../../../drivers/virtual/country/terminal-country.ts'
import { holder, readMrz } from '../card/passport-bench.ts'

export type HostileRun = {
  inputs: number
  /** How often each ending came: a verdict, or a fault's code. */
  endings: Record<string, number>
  /** The longest any input took (ms). */
  worstMs: number
  /**
   * The most that memory stood above idle (bytes). Looked at every few inputs, then collected: native keys and certificates
   * weigh nothing for the collector, and thousands of readings in a row would measure its patience instead.
   */
  grownBytes: number
}

/** Inputs between two looks at the memory. */
const LOOK_EVERY = 64

type Random = (below: number) => number

/** Mulberry32: small, and the same everywhere. */
function random(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** Places of the length fields of all objects, nested ones too, as far as the bytes look like TLV. */
function lengthPlaces(file: Uint8Array): { at: number; size: number }[] {
  const places: { at: number; size: number }[] = []
  const walk = (from: number, to: number, depth: number) => {
    for (let at = from; at < to && places.length < 200; ) {
      let head: ReturnType<typeof readHeader>
      try {
        head = readHeader(file, at)
      } catch {
        return
      }
      if (!head || at + head.header + head.length > to) return
      const size = head.length < 0x80 ? 1 : head.length < 0x100 ? 2 : 3
      places.push({ at: at + head.header - size, size })
      if ((file[at]! & 0x20) !== 0 && depth < 12) walk(at + head.header, at + head.header + head.length, depth + 1)
      at += head.header + head.length
    }
  }
  walk(0, file.length, 0)
  return places
}

/** Lengths a liar writes: nothing, indefinite, the largest of each form, forms that do not exist. */
const lies: number[][] = [
  [0x00],
  [0x7f],
  [0x80],
  [0x81, 0xff],
  [0x82, 0xff, 0xff],
  [0x83, 0xff, 0xff, 0xff],
  [0x84, 0xff, 0xff, 0xff, 0xff],
  [0x85, 1, 1, 1, 1, 1],
  [0xff],
]

export function damage(file: Uint8Array, next: Random): Uint8Array {
  const bytes = Buffer.from(file)
  const place = () => next(Math.max(1, Math.min(bytes.length, 2_000)))
  switch (next(9)) {
    case 0: {
      const at = place()
      bytes[at]! ^= 1 << next(8)
      return bytes
    }
    case 1:
      return bytes.subarray(0, place())
    case 2: {
      const places = lengthPlaces(bytes)
      const { at, size } = places[next(places.length)] ?? { at: 1, size: 1 }
      return Buffer.concat([
        bytes.subarray(0, at),
        Uint8Array.from(lies[next(lies.length)]!),
        bytes.subarray(at + size),
      ])
    }
    case 3: {
      const at = place()
      return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(next(300), next(256)), bytes.subarray(at)])
    }
    case 4: {
      const [a, b] = [place(), place()]
      return Buffer.concat([bytes.subarray(0, a), bytes.subarray(b)])
    }
    case 5: {
      // Nested far deeper than any file is.
      let nested: Buffer = Buffer.from([0x30, 0])
      for (let depth = next(400); depth > 0; depth--) {
        const n = nested.length
        nested = Buffer.concat([Buffer.from([bytes[0] ?? 0x30, 0x82, n >> 8, n & 0xff]), nested])
      }
      return nested
    }
    case 6:
      return Buffer.from(Array.from({ length: next(400) }, () => next(256)))
    case 7: {
      const at = place()
      bytes.fill(next(2) ? 0xff : 0, at, Math.min(bytes.length, at + 1 + next(64)))
      return bytes
    }
    default:
      return Buffer.concat([bytes, bytes.subarray(0, next(bytes.length + 1))])
  }
}

const terminals = terminalCountry()
const terminal = { certificates: terminals.certificates.map(readCvCertificate), key: terminals.key }
const chips: ChipOptions[] = [
  {},
  { pace: [{ mapping: 'GM', suite: 'AES-128', parameters: 12 }], activeAuthentication: 'ec' },
  {
    pace: [{ mapping: 'CAM', suite: 'AES-256', parameters: 12 }],
    chipAuthentication: { suite: 'AES-128', parameters: 12, explicit: true },
    activeAuthentication: 'rsa',
    extended: 4_096,
  },
  { chipAuthentication: { suite: 'AES-128', parameters: 12 }, terminals: terminals.anchor, extended: 4_096 },
]
const ATR = Uint8Array.of(0x3b, 0x85, 0x80, 0x01, 0x80, 0x73, 0x00, 0x00, 0x40, 0xb7)

/** Runs that many inputs. Throws at the first that ends in anything but a verdict or a fault about the chip. */
export async function hostileInputs({ seed, count }: { seed: number; count: number }): Promise<HostileRun> {
  const next = random(seed)
  const authority = createTestAuthority({ curve: 'P-256' })
  const trust = trustStore([authority.csca.certificate], [crl(authority, [])])
  const list = crl(authority, [authority.signer.certificate])
  const portrait = Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(900, 7)])
  const passports = chips.map((chip) => issuePassport(authority, holder, portrait, { chip, details: true }))
  const now = new Date()
  const endings: Record<string, number> = {}
  let worstMs = 0
  let grownBytes = 0
  const before = await settled()

  for (let i = 0; i < count; i++) {
    const passport = passports[next(passports.length)]!
    const begin = performance.now()
    let ending: string
    try {
      // One in sixteen goes the long way: key agreements cost milliseconds.
      ending =
        i % 16 === 0 ? await damagedAnswers(passport, next, trust, now) : damagedFiles(passport, list, next, trust, now)
    } catch (error) {
      if (!isFault(error)) throw new Error(`input ${i} of seed ${seed}`, { cause: error })
      ending = error.code
    }
    endings[ending] = (endings[ending] ?? 0) + 1
    worstMs = Math.max(worstMs, performance.now() - begin)
    if (i % LOOK_EVERY === 0) {
      grownBytes = Math.max(grownBytes, process.memoryUsage.rss() - before)
      await settled()
    }
  }
  return { inputs: count, endings, worstMs, grownBytes }
}

/** Memory in use once all that is let go is collected (bytes); without --expose-gc it is what it happens to be. */
async function settled(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc?.()
    await setImmediate()
  }
  return process.memoryUsage.rss()
}

type Passport = ReturnType<typeof issuePassport>
type Trust = ReturnType<typeof trustStore>

function damagedFiles(passport: Passport, list: Uint8Array, next: Random, trust: Trust, now: Date): string {
  const names = Object.keys(passport.files) as (keyof PassportFiles)[]
  const name = names[next(names.length)]!
  const bytes = damage(passport.files[name]!, next)
  const files: PassportFiles = { ...passport.files, [name]: bytes }
  // Every parser by itself first: the report would stop at the first fault.
  for (const parse of [
    () => parseCom(bytes),
    () => parseDg2(bytes),
    () => parseDg7(bytes),
    () => parseDg14(bytes),
    () => cardAccessOf(bytes),
    () => signedGroups(bytes),
    () => holderDetails(bytes),
    () => documentDetails(bytes),
    () => parseCrl(next(2) ? bytes : damage(list, next)),
    () => readCvCertificate(next(2) ? bytes : damage(terminals.anchor, next)),
    () => parseMrz(bytes.toString(), now),
  ]) {
    try {
      parse()
    } catch (error) {
      if (!isFault(error, 'chip.malformed')) throw error
    }
  }
  const { verdict } = inspect({ files, opticalMrz: readMrz(passport, now), trust, now })
  const signed = name.startsWith('dg') && !Buffer.from(passport.files[name]!).equals(bytes)
  if (signed && verdict === 'genuine') throw new Error(`${name} was changed and is called genuine`)
  return verdict
}

/** A chip that answers wrongly from some command on: bits, lengths, replays, status words, no end. */
async function damagedAnswers(passport: Passport, next: Random, trust: Trust, now: Date): Promise<string> {
  const applet = createApplet(passport.files, passport.key, passport.profile)
  const from = next(45)
  const how = next(8)
  const once = next(2) === 0
  let seen = 0
  let last: Uint8Array = Uint8Array.of(0x90, 0)
  const transmit = async (apdu: Uint8Array) => {
    const answer = applet.answer(apdu)
    const turn = seen++
    if (turn < from || (once && turn > from)) return (last = answer)
    switch (how) {
      case 0:
        return damage(answer, next)
      case 1:
        return last
      case 2:
        return Uint8Array.of(0x61, 0x10)
      case 3:
        return Buffer.concat([Buffer.alloc(250, 1), Uint8Array.of(0x61, 0xff)])
      case 4:
        return Uint8Array.of(next(256), next(256))
      case 5:
        return Buffer.concat([answer.subarray(0, -2), Buffer.alloc(60_000), answer.subarray(-2)])
      case 6:
        return Uint8Array.from([...answer.subarray(0, -3), answer.at(-3)! ^ 1, ...answer.subarray(-2)])
      default:
        return Uint8Array.of(0x6c, next(256))
    }
  }
  const signal = new AbortController().signal
  const read = await readPassport({ transmit, atr: ATR }, passport.key, { signal, signedGroups, terminal })
  return inspect({ files: read.files, proofs: read, opticalMrz: readMrz(passport, now), trust, now }).verdict
}
