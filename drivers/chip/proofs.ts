/** How the chip proves itself, and then the terminal itself to the chip, once everything else is read. */
import { isFault } from '../../device/contract/faults.ts'
import type { Opened } from './access.ts'
import { chaining, type Transmit } from './apdu.ts'
import { authenticateChip, type ChipAuthentication, type NewChannel } from './chip-authentication.ts'
import { type PassportFiles, protectedFiles } from './files.ts'
import { provesChip } from './pace.ts'
import { type FileReading, readFile } from './read-file.ts'
import { plainBytesWithin } from './secure-messaging.ts'
import { parseDg14, parseSecurityInfos } from './security-infos.ts'
import { authenticateTerminal, type TerminalAuthentication, type TerminalIdentity } from './terminal-authentication.ts'
import { child, readTlv } from './tlv.ts'

/** By chip-authentication mapping if PACE ran with it, else by chip authentication with DG14's key. */
export async function proveChip(
  transmit: Transmit,
  opened: Opened,
  files: Partial<PassportFiles>,
  signal: AbortSignal,
): Promise<{ outcome: ChipAuthentication; channel?: NewChannel }> {
  const { chip, cardSecurity, access } = opened
  try {
    if (chip && cardSecurity && access.pace.is === 'opened') {
      const { name, parameters } = access.pace
      const keys = cardSecurityKeys(cardSecurity).filter((key) => key.group?.name === chip.group.name)
      const key = keys.find(({ publicKey }) => provesChip(chip, publicKey))
      if (key) return { outcome: { is: 'proven', by: 'PACE-CAM', name, parameters, publicKey: key.publicKey } }
      const detail = 'the mapping does not fit the key of EF.CardSecurity'
      return { outcome: { is: 'failed', by: 'PACE-CAM', name, detail } }
    }
    if (!files.dg14) return { outcome: { is: 'not-offered' } }
    return await authenticateChip(transmit, opened.send, parseDg14(files.dg14), signal)
  } catch (error) {
    if (!isFault(error, 'chip.malformed') && !isFault(error, 'chip.protocol')) throw error
    return { outcome: { is: 'failed', by: chip ? 'PACE-CAM' : 'CA', name: 'unknown', detail: error.detail } }
  }
}

/** EF.CardSecurity is a CMS SignedData whose content is a SET OF SecurityInfo. */
function cardSecurityKeys(file: Uint8Array) {
  const signedData = child(child(child(file, 0x30), 0xa0), 0x30)
  const content = child(child(child(signedData, 0x30), 0xa0), 0x04)
  return parseSecurityInfos(readTlv(content).whole).keys
}

/** Bits of a terminal's rights: what it may read (TR-03110-3 §C.4.1, inspection systems). */
const RIGHTS = { dg3: 0x01, dg4: 0x02 } as const

/**
 * Fingerprints and iris, if a terminal key was given and the chip has any (`listed`: by EF.SOD or EF.COM). Ends with what the
 * chip says; faults of the card session are thrown on.
 */
export async function readProtected(
  transmit: Transmit,
  opened: Opened,
  proven: NewChannel | undefined,
  { files, listed, terminal, reading }: ProtectedReading,
  signal: AbortSignal,
): Promise<TerminalAuthentication> {
  const infos = files.dg14 && securityInfos(files.dg14)
  if (!infos?.terminalAuthentication && !listed.has(3) && !listed.has(4)) return { is: 'not-offered' }
  if (!terminal) return { is: 'no-terminal-key' }
  // Chip-authentication mapping opens no new channel, which this needs.
  const channel = proven ?? (infos && (await authenticateChip(transmit, opened.send, infos, signal)).channel)
  if (!channel || !opened.chipId) return { is: 'no-chip-authentication' }
  const inside: FileReading = {
    ...reading,
    send: chaining(channel.send),
    block: Math.min(reading.block, plainBytesWithin(channel.session.suite, reading.block)),
    ahead: 1,
  }
  const outcome = await authenticateTerminal(
    inside,
    terminal,
    { chip: opened.chipId, ephemeral: channel.ephemeral },
    signal,
  )
  if (outcome.is !== 'accepted') return outcome
  try {
    for (const name of ['dg3', 'dg4'] as const) {
      if (!listed.has(Number(name.slice(2))) || (outcome.rights & RIGHTS[name]) === 0) continue
      const bytes = await readFile(inside, protectedFiles[name], signal)
      if (bytes) files[name] = bytes
    }
    return outcome
  } catch (error) {
    if (!isFault(error, 'chip.malformed') && !isFault(error, 'chip.protocol')) throw error
    return { is: 'refused', holder: outcome.holder, detail: error.detail }
  }
}

type ProtectedReading = {
  files: Partial<PassportFiles>
  listed: ReadonlySet<number>
  terminal: TerminalIdentity | undefined
  reading: FileReading
}

function securityInfos(dg14: Uint8Array) {
  try {
    return parseDg14(dg14)
  } catch (error) {
    if (isFault(error, 'chip.malformed')) return undefined
    throw error
  }
}
