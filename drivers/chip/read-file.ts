/** Reads one elementary file by READ BINARY, with its short identifier or after SELECT (Doc 9303-10 §3.6). */
import { Fault } from '../../device/contract/faults.ts'
import { type Response, type Send, swText } from './apdu.ts'
import type { FilePlace } from './files.ts'
import { readHeader, readTlv, writeTlv } from './tlv.ts'

/**
 * Bytes asked for at once in a short answer. Protected, 223 become 244 with status word: within the 256 of a short
 * answer on every chip known; with 3DES 231 would still fit, but some chips count otherwise.
 */
export const BLOCK_BYTES = 223
/** The smallest block we go down to before giving up on a chip that says 6700 or 6C00. */
const SMALLEST_BLOCK_BYTES = 16
/** No file of a passport is near this; portraits are 12–40 kB. A chip that claims more is lying. */
export const FILE_MAX_BYTES = 256 * 1024
/** READ BINARY of an even INS reaches this offset; beyond it the odd INS with an offset object is used. */
const EVEN_INS_REACH = 0x8000
/** Tag and length of the object around such an answer, at most. */
const OFFSET_HEAD_BYTES = 4
/** An even INS with a short identifier has one byte for the offset. */
const SHORT_ID = 0x80
/** A chip may answer short; one that makes us ask this many times the needed commands is stalling. */
const SHORT_READ_ALLOWANCE = 8

export type FileProgress = (done: number, total: number) => void

/** How files are read on one chip; learnt on the way. */
export type FileReading = {
  send: Send
  /** Bytes asked for at once. */
  block: number
  /** Whether the chip takes short identifiers: each saves a SELECT. */
  shortIds: boolean
  /** How many reads may be under way at once; 1 where each must be answered before the next. */
  ahead: number
}

/** The whole file with its outer tag, exactly as long as its header says; `undefined` when the chip has none. */
export async function readFile(
  reading: FileReading,
  place: FilePlace,
  signal: AbortSignal,
  onProgress: FileProgress = () => {},
): Promise<Uint8Array | undefined> {
  const name = place.fid.toString(16).padStart(4, '0')
  const first = await firstBlock(reading, place, name, signal)
  if (!first) return undefined
  let done = first.data.length
  const total = fileLength(name, place, first.data)
  if (done < total && first.sw === 0x6282) throw new Fault('chip.malformed', `file ${name} ends early`)
  const file = new Uint8Array(total)
  // The first block may reach beyond a short file.
  file.set(first.data.subarray(0, total))
  done = Math.min(done, total)
  onProgress(done, total)
  const most = (total / reading.block + 1) * SHORT_READ_ALLOWANCE
  let under: Read[] = []
  for (let reads = 1; done < total; reads++) {
    signal.throwIfAborted()
    if (reads > most) throw new Fault('chip.malformed', `READ ${name}: stalling`)
    under = readAhead(reading, under, done, total, signal)
    const { want, answer } = under.shift()!
    const { data, sw } = await answer
    if (tooMuch(sw) && shrink(reading)) {
      under = await forget(under)
      continue
    }
    checkBlock(name, done, want, data, sw)
    file.set(data, done)
    done += data.length
    onProgress(done, total)
    if (sw === 0x6282 && done < total) throw new Fault('chip.malformed', `file ${name} ends early`)
    // Those sent ahead begin behind a gap then.
    if (data.length < want) under = await forget(under)
  }
  return file
}

type Read = { at: number; want: number; answer: Promise<Response> }

/** Sends the next reads, so that the reader has one to do while we take the last answer apart. */
function readAhead(reading: FileReading, under: Read[], done: number, total: number, signal: AbortSignal): Read[] {
  const last = under.at(-1)
  let at = last ? last.at + last.want : done
  while (under.length < reading.ahead && at < total) {
    const want = Math.min(
      reading.block,
      total - at,
      at < EVEN_INS_REACH ? reading.block : reading.block - OFFSET_HEAD_BYTES,
    )
    const answer = readBinary(reading, at, want, signal)
    // If an earlier one fails, nobody waits for this one any more.
    answer.catch(() => {})
    under.push({ at, want, answer })
    at += want
  }
  return under
}

/** Waits until the reads sent ahead are over, whatever came of them. */
async function forget(under: Read[]): Promise<Read[]> {
  await Promise.allSettled(under.map(({ answer }) => answer))
  return []
}

async function firstBlock(reading: FileReading, place: FilePlace, name: string, signal: AbortSignal) {
  for (;;) {
    const want = reading.block
    const answer = reading.shortIds
      ? await reading.send({ ins: 0xb0, p1: SHORT_ID | place.sfi, p2: 0, le: want }, signal)
      : await selectAndRead(reading, place, name, signal)
    if (!answer) return undefined
    if (tooMuch(answer.sw) && shrink(reading)) continue
    if (answer.sw === 0x6a82 && place.sfiMandatory) return undefined
    if (reading.shortIds && answer.sw !== 0x9000 && answer.sw !== 0x6282) {
      // Missing, or a chip that knows no short identifiers: SELECT tells which.
      const selected = await selectAndRead(reading, place, name, signal)
      if (!selected) return undefined
      reading.shortIds = false
      if (tooMuch(selected.sw) && shrink(reading)) continue
      checkBlock(name, 0, want, selected.data, selected.sw)
      return selected
    }
    checkBlock(name, 0, want, answer.data, answer.sw)
    return answer
  }
}

async function selectAndRead(reading: FileReading, place: FilePlace, name: string, signal: AbortSignal) {
  const data = Uint8Array.of(place.fid >> 8, place.fid & 0xff)
  const { sw } = await reading.send({ ins: 0xa4, p1: 2, p2: 0x0c, data }, signal)
  if (sw === 0x6a82) return undefined
  if (sw !== 0x9000) throw new Fault('chip.protocol', `SELECT ${name}: ${swText(sw)}`)
  return readBinary(reading, 0, reading.block, signal)
}

function tooMuch(sw: number): boolean {
  return sw === 0x6700 || sw >> 8 === 0x6c
}

/** Halves the block, from an extended one straight to the short one; false when it cannot shrink. */
function shrink(reading: FileReading): boolean {
  if (reading.block <= SMALLEST_BLOCK_BYTES) return false
  reading.block = reading.block > BLOCK_BYTES ? BLOCK_BYTES : Math.max(SMALLEST_BLOCK_BYTES, reading.block >> 1)
  return true
}

/** 6282: end of file before the bytes asked for; the data still count. */
function checkBlock(name: string, at: number, want: number, data: Uint8Array, sw: number): void {
  if (sw !== 0x9000 && sw !== 0x6282) throw new Fault('chip.malformed', `READ ${name} at ${at}: ${swText(sw)}`)
  if (data.length === 0 || data.length > want) throw new Fault('chip.malformed', `READ ${name}: ${data.length} bytes`)
}

function fileLength(name: string, place: FilePlace, start: Uint8Array): number {
  // Without an outer object the file is what comes: a few dozen bytes.
  if (place.tag === undefined) return start.length
  const header = readHeader(start)
  if (!header) throw new Fault('chip.malformed', `file ${name}: no header`)
  if (header.tag !== place.tag) throw new Fault('chip.malformed', `file ${name}: tag ${header.tag.toString(16)}`)
  const total = header.header + header.length
  if (total > FILE_MAX_BYTES) throw new Fault('chip.malformed', `file ${name} claims ${total} bytes`)
  return total
}

async function readBinary(reading: FileReading, offset: number, want: number, signal: AbortSignal): Promise<Response> {
  const { send } = reading
  if (offset < EVEN_INS_REACH) return send({ ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, le: want }, signal)
  const at = writeTlv(0x54, Uint8Array.of(offset >> 16, (offset >> 8) & 0xff, offset & 0xff))
  // The answer is wrapped in a DO'53', whose head must fit into the same answer.
  const part = Math.max(1, Math.min(want, reading.block - OFFSET_HEAD_BYTES))
  const head = part < 0x80 ? 2 : part < 0x100 ? 3 : OFFSET_HEAD_BYTES
  const { data, sw } = await send({ ins: 0xb1, p1: 0, p2: 0, data: at, le: part + head }, signal)
  if (data.length === 0) return { data, sw }
  const wrapped = readTlv(data)
  if (wrapped.tag !== 0x53) throw new Fault('chip.malformed', 'READ BINARY: answer without DO53')
  return { data: wrapped.value, sw }
}
