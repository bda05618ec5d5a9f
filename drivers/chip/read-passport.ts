/** The whole reading of an eMRTD's chip over one card session. */
import { Fault, isFault } from '../../device/contract/faults.ts'
import { type Access, type Opened, openChip, type Password } from './access.ts'
import { type ActiveAuthentication, activelyAuthenticate } from './active-authentication.ts'
import { chaining, plainSender, SHORT_LE, type Transmit } from './apdu.ts'
import type { ChipKey } from './bac.ts'
import { extendedByAtr, largestAnswer } from './capabilities.ts'
import type { ChipAuthentication } from './chip-authentication.ts'
import { groupNumber, masterFiles, numberOf, type PassportFile, type PassportFiles, passportFiles } from './files.ts'
import { proveChip, readProtected } from './proofs.ts'
import { BLOCK_BYTES, type FileReading, readFile } from './read-file.ts'
import { plainBytesWithin } from './secure-messaging.ts'
import type { TerminalAuthentication, TerminalIdentity } from './terminal-authentication.ts'
import { child } from './tlv.ts'
import { transport } from './transport.ts'

/** The whole reading (ms). The slowest chips known take 20 s; one that takes longer is made to keep us busy. */
export const READING_LIMIT_MS = 60_000

/** Reads under way at once: one on the card, one waiting in the PC/SC process, one being made or taken apart here. */
const READS_AHEAD = 3

/** `done` and `total` are bytes of that file; `total` is known from its first block on. */
export type ReadProgress = { file: PassportFile; done: number; total: number }

export type PassportRead = {
  access: Access
  files: PassportFiles
  activeAuthentication: ActiveAuthentication
  chipAuthentication: ChipAuthentication
  terminalAuthentication: TerminalAuthentication
  /** Commands sent, and bytes both ways. */
  apdus: number
  bytes: number
  /** Bytes asked for at once in the end. */
  block: number
  /** Milliseconds each part took; `own`: of the total, what was not spent waiting for reader and chip; `accessOwn`: of access. */
  timings: Partial<Record<'access' | PassportFile | 'aa' | 'ca' | 'ta', number>> &
    Record<'total' | 'own' | 'accessOwn', number>
}

/** What of a card session is needed here. */
export type ChipSession = { transmit: Transmit; atr?: Uint8Array; shortOnly?: boolean }

export type ReadOptions = {
  signal: AbortSignal
  onProgress?: (progress: ReadProgress) => void
  /** The data groups that EF.SOD lists: what it lists is asked for even if EF.COM, which nobody signed, hides it. */
  signedGroups?: (sod: Uint8Array) => number[]
  /** Never ask for more than this at once (bytes): for readers that cannot carry extended commands. */
  largestBlock?: number
  /** With it, fingerprints and iris are read as well, where the chip has them and gives them. */
  terminal?: TerminalIdentity
  /** The longest the whole may take, if not `READING_LIMIT_MS`. */
  limitMs?: number
}

/**
 * Opens the chip and reads EF.COM, EF.SOD, DG1, DG2 and what there is of DG7, 11, 12, 14 and 15; then lets the chip prove
 * itself (active authentication, chip authentication), last, since a copy may break the channel over it. With a terminal's
 * key also DG3 and DG4.
 * @throws Fault `chip.access-denied` (the password is not this chip's), `chip.other-document`, `chip.malformed` (a file is
 * not as it should be), `chip.protocol`, and what the session throws: `card.removed`, `card.mute`, `card.reader-gone`.
 */
export async function readPassport(
  session: ChipSession,
  password: ChipKey | Password,
  options: ReadOptions,
): Promise<PassportRead> {
  const limitMs = options.limitMs ?? READING_LIMIT_MS
  const limit = AbortSignal.timeout(limitMs)
  const signal = AbortSignal.any([options.signal, limit])
  try {
    return await readWithin(session, 'is' in password ? password : { is: 'mrz', key: password }, options, signal)
  } catch (error) {
    if (limit.aborted && !options.signal.aborted)
      throw new Fault('chip.protocol', `the reading took longer than ${limitMs} ms`)
    throw error
  }
}

async function readWithin(
  session: ChipSession,
  password: Password,
  { onProgress, signedGroups, largestBlock, terminal }: ReadOptions,
  signal: AbortSignal,
): Promise<PassportRead> {
  const begin = performance.now()
  const timings: PassportRead['timings'] = { total: 0, own: 0, accessOwn: 0 }
  let mark = begin
  const lap = (name: Exclude<keyof typeof timings, 'total' | 'own' | 'accessOwn'>) => {
    timings[name] = performance.now() - mark
    mark = performance.now()
  }
  const { transmit, traffic } = transport(session.transmit)
  const atrInfo =
    session.atr && !session.shortOnly && extendedByAtr(session.atr) ? await readAtrInfo(transmit, signal) : null

  const found = await openChip(transmit, password, signal)
  const opened = atrInfo === null ? { ...found, send: chaining(found.send) } : found
  lap('access')
  timings.accessOwn = timings.access! - traffic.waitedMs
  const reading: FileReading = {
    send: opened.send,
    block: Math.min(largestBlock ?? Number.MAX_SAFE_INTEGER, blockOf(opened, atrInfo)),
    shortIds: true,
    ahead: 1,
  }
  const files: Partial<PassportFiles> = {}
  const read = async (file: PassportFile) => {
    const bytes = await readFile(reading, passportFiles[file], signal, (done, total) =>
      onProgress?.({ file, done, total }),
    )
    if (bytes) files[file] = bytes
    else if (file === 'com' || file === 'sod' || file === 'dg1' || file === 'dg2')
      throw new Fault('chip.malformed', `file ${file} is missing`)
    lap(file)
    return bytes
  }

  const com = await read('com')
  if (traffic.rests === 0) reading.ahead = READS_AHEAD
  const sod = await read('sod')
  const listed = new Set([1, 2, ...groupsOf(com!), ...(signedGroups?.(sod!) ?? [])])
  for (const file of Object.keys(passportFiles) as PassportFile[]) {
    const number = numberOf(file)
    if (number !== undefined && listed.has(number)) await read(file)
  }
  for (const [name, bytes] of [
    ['cardAccess', opened.cardAccess],
    ['cardSecurity', opened.cardSecurity],
  ] as const) {
    if (bytes) files[name] = bytes
  }

  const activeAuthentication: ActiveAuthentication = files.dg15
    ? await activelyAuthenticate(reading.send, files.dg15, signal)
    : { is: 'not-offered' }
  lap('aa')
  const { outcome: chipAuthentication, channel } = await proveChip(transmit, opened, files, signal)
  lap('ca')
  const protectedReading = { files, listed, terminal, reading }
  const terminalAuthentication = await readProtected(transmit, opened, channel, protectedReading, signal)
  lap('ta')
  timings.total = performance.now() - begin
  timings.own = timings.total - traffic.waitedMs
  return {
    access: opened.access,
    files: files as PassportFiles,
    activeAuthentication,
    chipAuthentication,
    terminalAuthentication,
    apdus: traffic.apdus,
    bytes: traffic.bytes,
    block: reading.block,
    timings,
  }
}

async function readAtrInfo(transmit: Transmit, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const reading: FileReading = { send: plainSender(transmit), block: SHORT_LE, shortIds: true, ahead: 1 }
  try {
    return await readFile(reading, masterFiles.atrInfo, signal)
  } catch (error) {
    if (isFault(error, 'chip.malformed') || isFault(error, 'chip.protocol')) return undefined
    throw error
  }
}

/** `atrInfo` is null when the chip does not take extended length. */
function blockOf({ session }: Opened, atrInfo: Uint8Array | undefined | null): number {
  if (atrInfo === null) return BLOCK_BYTES
  const answer = largestAnswer(atrInfo)
  const block = session ? plainBytesWithin(session.suite, answer) : answer - 2
  return Math.max(BLOCK_BYTES, block)
}

/** The data groups EF.COM lists (Doc 9303-10 §4.6.1). */
function groupsOf(com: Uint8Array): number[] {
  const list = child(child(com, 0x60), 0x5c)
  const numbers: number[] = []
  for (const tag of list) numbers.push(groupNumber(tag))
  return numbers.filter((number) => number > 0)
}
