/** What the chip tests share: a real pcscd with a virtual chip, a card reader driver on it, and issued passports. */
import sharp from 'sharp'
import { isFault } from '../../../device/contract/faults.ts'
import { inspect } from '../../../device/identity/inspect.ts'
import { parseMrz } from '../../../device/identity/mrz.ts'
import { trustStore } from '../../../device/identity/trust-store.ts'
import { type CardReader, createCardReader } from '../../../drivers/card/card-reader.ts'
import { readPassport } from '../../../drivers/chip/read-passport.ts'
import { createVirtualReader, type VirtualReader } from '../../../drivers/virtual/chip/virtual-reader.ts'
import { createTestAuthority, type TestAuthority } from '../../../drivers/virtual/country/authority.ts'
import type { Holder } from '../../../drivers/virtual/country/mrz-writer.ts'
import { type IssueOptions, issuePassport, type TestPassport } from '../../../drivers/virtual/country/passport.ts'

export const holder: Holder = {
  surname: 'Sørensen',
  givenNames: 'Åse Marie',
  dateOfBirth: '1984-03-02',
  sex: 'F',
  documentNumber: 'TC0000001',
}

/** Waits in tests end here; nothing is asserted about speed. */
export const patience = () => AbortSignal.timeout(15_000)

/** A real JPEG of about 20 kB: noise, nobody's face. */
export function portrait(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 22 } as const
  return sharp({ create: { width: 240, height: 320, channels: 3, background: '#888', noise } })
    .jpeg({ quality: 78 })
    .toBuffer()
}

export type Bench = {
  virtual: VirtualReader
  reader: CardReader
  authority: TestAuthority
  issue(options?: IssueOptions, other?: Partial<Holder>): TestPassport
  /** Waits for the card, connects, reads with the MRZ's key, lets go, and inspects. */
  inspectLying(passport: TestPassport, trusted?: Uint8Array[]): Promise<ReturnType<typeof inspect>>
  /** Puts it down, and then the same. */
  readAndInspect(passport: TestPassport, trusted?: Uint8Array[]): Promise<ReturnType<typeof inspect>>
}

/** Runs `body` with everything up, and takes everything down whatever happens. */
export async function withBench(body: (bench: Bench) => Promise<void>): Promise<void> {
  const jpeg = await portrait()
  const authority = createTestAuthority()
  const virtual = createVirtualReader({ pace: 'none' })
  await virtual.start()
  const stop = new AbortController()
  const { socketPath, readerName } = virtual
  const reader = createCardReader({ id: 'card', reader: readerName, socketPath, transmitLimitMs: 700 })
  const run = reader.run(stop.signal)
  try {
    const inspectLying: Bench['inspectLying'] = async (passport, trusted = [authority.csca.certificate]) => {
      await reader.until('present', patience())
      const session = await reader.connect(patience())
      const { files } = await readPassport(session, passport.key, { signal: patience() })
      await session.disconnect()
      const now = new Date()
      return inspect({ files, opticalMrz: readMrz(passport, now), trust: trustStore(trusted), now })
    }
    await body({
      virtual,
      reader,
      authority,
      issue: (options = {}, other = {}) => issuePassport(authority, { ...holder, ...other }, jpeg, options),
      inspectLying,
      async readAndInspect(passport, trusted) {
        await virtual.putDown(passport)
        return inspectLying(passport, trusted)
      },
    })
  } finally {
    stop.abort()
    await run
    await virtual.stop()
  }
}

export function readMrz(passport: TestPassport, now: Date) {
  const result = parseMrz(passport.mrz.join('\r\n'), now)
  if (result.is !== 'mrz') throw new Error(`the printed zone is unreadable: ${result.reason}`)
  return result.mrz
}

/** The code of the fault that `promise` rejects with; anything else is thrown on. */
export async function faultOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    if (isFault(error)) return error.code
    throw error
  }
  return 'no fault'
}
