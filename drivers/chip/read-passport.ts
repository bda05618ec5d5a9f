/** The whole reading of a passport's chip over one card session. */
import { Fault } from '../../device/contract/faults.ts'
import { plainSender, swText, type Transmit } from './apdu.ts'
import { type ChipKey, openByBac } from './bac.ts'
import { readFile } from './read-file.ts'
import { protectedSender } from './secure-messaging.ts'

/** The eMRTD application (Doc 9303-10 §3.2). */
export const PASSPORT_AID = Uint8Array.of(0xa0, 0, 0, 0x02, 0x47, 0x10, 0x01)

/** The files read, in that order, with file identifier and outer tag (Doc 9303-10 §4.6, §4.7). */
export const passportFiles = {
  com: { fid: 0x011e, tag: 0x60 },
  sod: { fid: 0x011d, tag: 0x77 },
  dg1: { fid: 0x0101, tag: 0x61 },
  dg2: { fid: 0x0102, tag: 0x75 },
} as const

export type PassportFile = keyof typeof passportFiles
export type PassportFiles = Record<PassportFile, Uint8Array>

/** `done` and `total` are bytes of that file; `total` is known from its first block on. */
export type ReadProgress = { file: PassportFile; done: number; total: number }

export type PassportRead = {
  access: { protocol: 'BAC' }
  files: PassportFiles
  /** Commands sent, and bytes both ways. */
  apdus: number
  bytes: number
  /** Milliseconds each part took. */
  timings: Record<'select' | 'access' | PassportFile | 'total', number>
}

/**
 * Opens the chip with the MRZ's data and reads EF.COM, EF.SOD, DG1 and DG2 (portrait).
 * @throws Fault `chip.access-denied` (the MRZ is not this chip's), `chip.malformed` (a file is not as it should be),
 * `chip.protocol`, and what the session throws: `card.removed`, `card.mute`, `card.reader-gone`.
 */
export async function readPassport(
  session: { transmit: Transmit },
  key: ChipKey,
  options: { signal: AbortSignal; onProgress?: (progress: ReadProgress) => void },
): Promise<PassportRead> {
  const { signal, onProgress } = options
  const timings = {} as PassportRead['timings']
  const begin = performance.now()
  let mark = begin
  const lap = (name: keyof typeof timings) => {
    timings[name] = performance.now() - mark
    mark = performance.now()
  }
  let apdus = 0
  let bytes = 0
  const transmit: Transmit = async (apdu, abort) => {
    apdus++
    const answer = await session.transmit(apdu, abort)
    bytes += apdu.length + answer.length
    return answer
  }

  const selected = await plainSender(transmit)({ ins: 0xa4, p1: 4, p2: 0x0c, data: PASSPORT_AID }, signal)
  if (selected.sw !== 0x9000) throw new Fault('chip.protocol', `no passport application: ${swText(selected.sw)}`)
  lap('select')
  const send = protectedSender(transmit, await openByBac(transmit, key, signal))
  lap('access')
  const files = {} as PassportFiles
  for (const file of Object.keys(passportFiles) as PassportFile[]) {
    const { fid, tag } = passportFiles[file]
    files[file] = await readFile(send, fid, tag, signal, (done, total) => onProgress?.({ file, done, total }))
    lap(file)
  }
  timings.total = performance.now() - begin
  return { access: { protocol: 'BAC' }, files, apdus, bytes, timings }
}
