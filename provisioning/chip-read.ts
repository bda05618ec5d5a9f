import { writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault, isFault } from '../device/contract/faults.ts'
import type { InspectionReport } from '../device/contract/inspection.ts'
import { decodePortrait } from '../device/face/decode.ts'
import { parseDg2 } from '../device/identity/data-groups.ts'
import { inspect } from '../device/identity/inspect.ts'
import { inspectionXml } from '../device/identity/inspection-xml.ts'
import { type Mrz, parseMrz } from '../device/identity/mrz.ts'
import { signedGroups } from '../device/identity/sod.ts'
import { loadTerminalKey } from '../device/identity/terminal-key.ts'
import { loadTrustStore, type TrustStore, trustStore } from '../device/identity/trust-store.ts'
import { type CardReader, createCardReader } from '../drivers/card/card-reader.ts'
import type { CardSession } from '../drivers/card/card-session.ts'
import { listReaders } from '../drivers/card/list-readers.ts'
import { identifyCard, type Password } from '../drivers/chip/access.ts'
import { type PassportRead, readPassport } from '../drivers/chip/read-passport.ts'
import type { TerminalIdentity } from '../drivers/chip/terminal-authentication.ts'
import { next } from '../drivers/listeners.ts'
import { parseArguments } from './arguments.ts'
import { mrzSentence } from './mrz-parse.ts'
import { Usage, type Verb } from './verb.ts'

/** Starting the PC/SC process and hearing of the readers takes tens of ms, on a loaded machine seconds (ms). */
const START_LIMIT_MS = 20_000
/** A document is laid down before the command or right after it: counted from when the reader is ready (ms). */
const CARD_WAIT_MS = 10_000
/** pcscd looks for cards every 400 ms. */
const LOOK_MS = 400

/** A CAN is six digits on the front of a card or passport (Doc 9303-4 §4.1.1.1 allows more). */
const CAN = /^\d{4,16}$/

const options = ['mrz', 'can', 'reader', 'trust', 'terminal', 'portrait', 'xml', 'block'] as const

/** Reads the document on any PC/SC reader and reports on it. Needs nothing of the box but pcscd. */
export const chipRead: Verb = {
  usage: '--mrz "LINE1 LINE2" | --can N [--reader NAME] [--trust DIR] [--terminal DIR] [--portrait FILE] [--xml FILE]',
  async run(args) {
    const { options: given, rest } = parseArguments(args, options)
    if (rest.length > 0) throw new Usage(`“${rest[0]}” belongs to no option: put the lines of --mrz in quotes.`)
    const now = new Date()
    const { password, mrz } = passwordOf(given, now)
    const block = given.block === undefined ? undefined : Number(given.block)
    if (block !== undefined && !(block >= 16))
      throw new Usage('--block takes the most bytes to ask for at once, 16 or more.')
    const trust = await trustOf(given.trust)
    const terminal = given.terminal === undefined ? undefined : await loadTerminalKey(given.terminal)
    const { read, reader } = await readCard(password, given.reader, block, terminal)
    const report = reportOf(read, mrz, trust, now)
    if (given.portrait) await writePortrait(read, given.portrait)
    const traffic =
      read === 'denied'
        ? { timings: {}, bytes: 0, apdus: 0, block: 0 }
        : { timings: rounded(read.timings), bytes: read.bytes, apdus: read.apdus, block: read.block }
    if (given.xml) await writeFile(given.xml, inspectionXml(report, { now, reader, ...traffic }))
    return { json: { ...report, ...traffic, reader }, lines: linesOf(report, traffic.apdus, traffic.bytes) }
  },
}

type Given = Partial<Record<(typeof options)[number], string>>

function passwordOf({ mrz, can }: Given, now: Date): { password: Password; mrz: Mrz | undefined } {
  if ((mrz === undefined) === (can === undefined)) throw new Usage('Give either --mrz "LINE1 LINE2" or --can N.')
  if (can !== undefined) {
    if (!CAN.test(can)) throw new Usage('A CAN is a number, most often of six digits.')
    return { password: { is: 'can', can }, mrz: undefined }
  }
  const result = parseMrz(mrz ?? '', now)
  if (result.is === 'unreadable') throw new Usage(mrzSentence(result))
  return { password: { is: 'mrz', key: result.mrz.key }, mrz: result.mrz }
}

async function trustOf(folder: string | undefined): Promise<TrustStore> {
  if (folder === undefined) return trustStore([])
  try {
    return await loadTrustStore(folder)
  } catch {
    throw new Usage(`The trust folder ${folder} cannot be read.`)
  }
}

async function readCard(
  password: Password,
  wanted: string | undefined,
  block: number | undefined,
  terminal: TerminalIdentity | undefined,
): Promise<{ read: PassportRead | 'denied'; reader: string }> {
  const socketPath = process.env['PCSCLITE_CSOCK_NAME']
  const name = await readerWithCard(socketPath, wanted ?? '')
  return withSession(socketPath, name, async (session, signal) => {
    try {
      const read = await readPassport(session, password, {
        signal,
        signedGroups,
        ...(block === undefined ? {} : { largestBlock: block }),
        ...(terminal ? { terminal } : {}),
      })
      return { read, reader: name }
    } catch (error) {
      // With an MRZ there is a report to give: the chip refused it. A CAN alone names nobody.
      if (isFault(error, 'chip.access-denied') && password.is === 'mrz') return { read: 'denied', reader: name }
      throw isFault(error, 'chip.other-document') ? otherDocument(error.detail) : error
    }
  })
}

/**
 * The reader on which the document lies; with none on any yet, the one where it is laid down within the wait. Where cards lie
 * on several, the one that is a passport; two passports are a question that only the caller can answer.
 */
async function readerWithCard(socketPath: string | undefined, wanted: string): Promise<string> {
  const end = performance.now() + CARD_WAIT_MS
  for (;;) {
    const all = await listReaders(socketPath, AbortSignal.timeout(START_LIMIT_MS))
    const listed = all.filter(({ name }) => name.includes(wanted))
    const first = listed[0]
    if (!first) throw new Fault('card.reader-gone', `no reader is named “${wanted}”`)
    if (listed.length === 1) return first.name
    const present = listed.filter(({ present }) => present).map(({ name }) => name)
    const passports = present.length > 1 ? await withPassport(socketPath, present) : present
    if (passports.length > 1)
      throw new Usage(`Documents lie on several readers: name one with --reader: ${passports.join(', ')}.`)
    const name = passports[0] ?? present[0]
    if (name) return name
    if (performance.now() > end) return first.name
    await sleep(LOOK_MS)
  }
}

/** Those of the readers whose card has a passport's application. A card that does not answer is none. */
async function withPassport(socketPath: string | undefined, names: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const name of names) {
    const kind = await withSession(socketPath, name, (session, signal) => identifyCard(session.transmit, signal)).catch(
      (error) => {
        if (isFault(error)) return 'unknown'
        throw error
      },
    )
    if (kind === 'passport') found.push(name)
  }
  return found
}

/** Opens the reader, waits for the card, and lets go of both whatever happens. */
async function withSession<T>(
  socketPath: string | undefined,
  name: string,
  use: (session: CardSession, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const reader = createCardReader({
    id: 'chip-read',
    reader: name,
    ...(socketPath === undefined ? {} : { socketPath }),
  })
  const stop = new AbortController()
  const running = reader.run(stop.signal)
  try {
    await ready(reader, AbortSignal.timeout(START_LIMIT_MS))
    const patience = AbortSignal.timeout(CARD_WAIT_MS)
    await reader.until('present', patience).catch((error: unknown) => {
      throw patience.aborted ? new Fault('card.removed', `no document lies on “${name}”`) : error
    })
    const session = await reader.connect(stop.signal)
    try {
      return await use(session, stop.signal)
    } finally {
      await session.disconnect()
    }
  } finally {
    stop.abort()
    await running
  }
}

async function ready(reader: CardReader, limit: AbortSignal): Promise<void> {
  if (reader.presence.is === 'ready') return
  type Seen = CardReader['presence']
  const told = (listener: (presence: Seen) => void) => reader.on('presence', listener)
  const isReady = (presence: Seen): presence is Extract<Seen, { is: 'ready' }> => presence.is === 'ready'
  await next(told, limit, isReady).catch(() => {
    throw new Fault('card.reader-gone', 'the reader does not become ready')
  })
}

const nextSteps: Record<string, string> = {
  'driving-licence': 'a driving licence with a chip: it proves no identity here. Ask for a passport or identity card.',
  'payment-card': 'a payment card. Ask for a passport or identity card.',
  unknown: 'a card of a kind we do not know (a health card has no chip to read). Ask for a passport or identity card.',
}

function otherDocument(kind: string): Fault {
  return new Fault('chip.other-document', `this is ${nextSteps[kind] ?? nextSteps['unknown']}`)
}

function reportOf(read: PassportRead | 'denied', mrz: Mrz | undefined, trust: TrustStore, now: Date): InspectionReport {
  if (read !== 'denied') return inspect({ files: read.files, proofs: read, opticalMrz: mrz, trust, now })
  if (!mrz) throw new Fault('chip.access-denied')
  return inspect({ files: undefined, access: 'denied', opticalMrz: mrz, trust, now })
}

async function writePortrait(read: PassportRead | 'denied', file: string): Promise<void> {
  if (read === 'denied') return
  await writeFile(file, (await decodePortrait(parseDg2(read.files.dg2).image)).jpeg)
}

function rounded(timings: PassportRead['timings']): Record<string, number> {
  return Object.fromEntries(Object.entries(timings).map(([name, ms]) => [name, Math.round(ms * 10) / 10]))
}

function linesOf(report: InspectionReport, apdus: number, bytes: number): string[] {
  const { document, holder, checks } = report
  return [
    `${report.verdict.toUpperCase()}: ${document.type} ${document.issuingState} ${document.number}, expires ${document.expiry}`,
    `${holder.surname}, ${holder.givenNames}, born ${holder.dateOfBirth}`,
    ...Object.entries(checks).map(([name, { result, reason, evidence }]) => {
      const facts = Object.entries(evidence).map(([key, value]) => `${key}=${value}`)
      return `  ${name.padEnd(13)}${result.padEnd(13)}${reason}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`
    }),
    `${apdus} commands, ${bytes} bytes`,
  ]
}
