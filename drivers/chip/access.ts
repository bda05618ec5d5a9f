/**
 * Opening a chip (Doc 9303-11 §4.2): PACE if it is offered and we know it, else or after its failure BAC. Which one, and
 * why, goes into the report.
 */
import { Fault, isFault } from '../../device/contract/faults.ts'
import { plainSender, type Send, swText, type Transmit } from './apdu.ts'
import { type ChipKey, checkDigit, openByBac } from './bac.ts'
import { masterFiles, PASSPORT_AID } from './files.ts'
import { type PacePassword, type PaceResult, paceGroup, runPace } from './pace.ts'
import { BLOCK_BYTES, type FileReading, readFile } from './read-file.ts'
import { protectedSender, type SessionKeys } from './secure-messaging.ts'
import { cardAccessOf, type PaceInfo, type SecurityInfos } from './security-infos.ts'

/** What was tried with PACE, and what came of it. */
export type PaceOutcome =
  | { is: 'opened'; name: string; parameters: string; password: 'MRZ' | 'CAN' }
  | { is: 'not-offered' }
  | { is: 'unknown-algorithm'; offered: string }
  | { is: 'refused' | 'protocol'; name: string; detail: string }

export type Access = { protocol: 'PACE' | 'BAC' | 'open'; pace: PaceOutcome }

export type Opened = {
  access: Access
  send: Send
  session: SessionKeys | undefined
  cardAccess: Uint8Array | undefined
  /** Read in the master file after chip-authentication mapping, whose key it holds. */
  cardSecurity: Uint8Array | undefined
  chip: PaceResult['chip']
  /** What terminal authentication names the chip by; `undefined`: it cannot. */
  chipId: Uint8Array | undefined
}

/** Which password the caller has. With a CAN alone there is no BAC. */
export type Password = PacePassword

const MASTER_FILE = Uint8Array.of(0x3f, 0x00)
/** GET CHALLENGE is not there, so that there is nothing to open. */
const NOT_SUPPORTED = new Set([0x6d00, 0x6e00, 0x6a81, 0x6a86])

/**
 * Opens the chip and selects the eMRTD application.
 * @throws Fault `chip.access-denied`, `chip.protocol` (also: no such application), `chip.malformed`, and the session's.
 */
export async function openChip(transmit: Transmit, password: Password, signal: AbortSignal): Promise<Opened> {
  const plain = plainSender(transmit)
  const reading: FileReading = { send: plain, block: BLOCK_BYTES, shortIds: true, ahead: 1 }
  const cardAccess = await readCardAccess(reading, signal)
  const tried = await tryPace(plain, cardAccess, password, signal)
  if (tried.is === 'opened') {
    const { result } = tried
    const send = protectedSender(transmit, result.session)
    const inside: FileReading = { send, block: BLOCK_BYTES, shortIds: true, ahead: 1 }
    const cardSecurity = result.chip && (await readFile(inside, masterFiles.cardSecurity, signal))
    await selectApplication(send, signal)
    const { name } = result.info
    const by = password.is === 'mrz' ? 'MRZ' : 'CAN'
    return {
      access: { protocol: 'PACE', pace: { is: 'opened', name, parameters: result.parameters, password: by } },
      send,
      session: result.session,
      cardAccess,
      cardSecurity,
      chip: result.chip,
      chipId: result.chipId,
    }
  }
  if (password.is === 'can') throw paceFault(tried)
  await selectApplication(plain, signal)
  const session = await openByBacOrNot(transmit, password.key, signal)
  return {
    access: { protocol: session ? 'BAC' : 'open', pace: tried },
    send: session ? protectedSender(transmit, session) : plain,
    session,
    cardAccess,
    cardSecurity: undefined,
    chip: undefined,
    chipId: session && bacName(password.key),
  }
}

/**
 * After power-on the master file should be selected; chips that begin in their application are sent there. Unreadable is as
 * good as missing here: the file is not signed, and BAC remains.
 */
async function readCardAccess(reading: FileReading, signal: AbortSignal): Promise<Uint8Array | undefined> {
  try {
    const found = await readFile(reading, masterFiles.cardAccess, signal)
    if (found) return found
    const { sw } = await reading.send({ ins: 0xa4, p1: 0, p2: 0x0c, data: MASTER_FILE }, signal)
    return sw === 0x9000 ? await readFile(reading, masterFiles.cardAccess, signal) : undefined
  } catch (error) {
    if (isFault(error, 'chip.malformed') || isFault(error, 'chip.protocol')) return undefined
    throw error
  }
}

type Tried = { is: 'opened'; result: PaceResult } | Exclude<PaceOutcome, { is: 'opened' }>

async function tryPace(
  send: Send,
  cardAccess: Uint8Array | undefined,
  password: Password,
  signal: AbortSignal,
): Promise<Tried> {
  const infos = cardAccess && infosOf(cardAccess)
  if (!infos || infos.paceDer.length === 0) return { is: 'not-offered' }
  const info = choose(infos.pace)
  if (!info) return { is: 'unknown-algorithm', offered: infos.pace.map(({ name }) => name).join(' ') }
  try {
    return { is: 'opened', result: await runPace(send, info, password, signal) }
  } catch (error) {
    if (isFault(error, 'chip.access-denied')) return { is: 'refused', name: info.name, detail: error.detail }
    if (isFault(error, 'chip.protocol') || isFault(error, 'chip.malformed'))
      return { is: 'protocol', name: info.name, detail: error.detail }
    throw error
  }
}

function infosOf(cardAccess: Uint8Array): SecurityInfos | undefined {
  try {
    return cardAccessOf(cardAccess)
  } catch (error) {
    if (isFault(error, 'chip.malformed')) return undefined
    throw error
  }
}

const mappings = ['CAM', 'GM', 'IM'] as const
const ciphers = ['AES-256', 'AES-192', 'AES-128', '3DES'] as const

/** Curves before DH; the mapping that proves the chip first; then the longest key; then the larger group. */
export function choose(offered: readonly PaceInfo[]): PaceInfo | undefined {
  const rank = (info: PaceInfo) => [
    info.kind === 'ECDH' ? 0 : 1,
    mappings.indexOf(info.mapping),
    ciphers.indexOf(info.suite),
    -(info.parameters ?? 0),
  ]
  return offered
    .filter((info) => paceGroup(info) !== undefined)
    .sort((a, b) => {
      const [x, y] = [rank(a), rank(b)]
      const first = x.findIndex((value, i) => value !== y[i])
      return first < 0 ? 0 : x[first]! - y[first]!
    })[0]
}

function paceFault(tried: Exclude<Tried, { is: 'opened' }>): Fault {
  switch (tried.is) {
    case 'refused':
      return new Fault('chip.access-denied', tried.detail)
    case 'protocol':
      return new Fault('chip.protocol', tried.detail)
    case 'not-offered':
    case 'unknown-algorithm':
      return new Fault('chip.protocol', `a CAN opens by PACE only, which is ${tried.is}`)
  }
}

/** Tells a chip that is no passport (`chip.other-document`) from one that breaks the protocol. */
async function selectApplication(send: Send, signal: AbortSignal): Promise<void> {
  const { sw } = await send({ ins: 0xa4, p1: 4, p2: 0x0c, data: PASSPORT_AID }, signal)
  if (sw === 0x9000) return
  if (sw === 0x6a82) throw new Fault('chip.other-document', await otherDocument(send, signal))
  throw new Fault('chip.protocol', `no passport application: ${swText(sw)}`)
}

/** Applications that are met on a box beside the passport's, by AID: driving licences with chip (ISO/IEC 18013-2, EU 383/2012), payment. */
export const otherApplications: [name: 'driving-licence' | 'payment-card', aid: Uint8Array][] = [
  ['driving-licence', Uint8Array.of(0xa0, 0, 0, 0x02, 0x48, 0x02, 0)],
  ['driving-licence', Uint8Array.of(0xa0, 0, 0, 0x04, 0x56, 0x45, 0x44, 0x4c, 0x2d, 0x30, 0x31)],
  ['payment-card', Buffer.from('2PAY.SYS.DDF01', 'latin1')],
]

/**
 * What lies on the reader, without any key: for citizens who lay down a card and wait. `unknown`: no application we know.
 */
export async function identifyCard(
  transmit: Transmit,
  signal: AbortSignal,
): Promise<'passport' | 'driving-licence' | 'payment-card' | 'unknown'> {
  const send = plainSender(transmit)
  const { sw } = await send({ ins: 0xa4, p1: 4, p2: 0x0c, data: PASSPORT_AID }, signal)
  return sw === 0x9000 ? 'passport' : otherDocument(send, signal)
}

async function otherDocument(send: Send, signal: AbortSignal): Promise<'driving-licence' | 'payment-card' | 'unknown'> {
  for (const [name, data] of otherApplications) {
    const { sw } = await send({ ins: 0xa4, p1: 4, p2: 0x0c, data }, signal)
    if (sw === 0x9000) return name
  }
  return 'unknown'
}

/** The document number with its check digit (TR-03110-3 §B.3.1). */
function bacName({ documentNumber }: ChipKey): Uint8Array {
  const number = documentNumber.padEnd(9, '<')
  return Buffer.from(number + checkDigit(number), 'latin1')
}

/** BAC; a chip without access control (Doc 9303-11 §4.1) knows no GET CHALLENGE and is read in the clear. */
async function openByBacOrNot(transmit: Transmit, key: ChipKey, signal: AbortSignal): Promise<SessionKeys | undefined> {
  const challenge = await plainSender(transmit)({ ins: 0x84, p1: 0, p2: 0, le: 8 }, signal)
  if (NOT_SUPPORTED.has(challenge.sw)) return undefined
  return openByBac(transmit, key, challenge, signal)
}
