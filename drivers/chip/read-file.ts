/** Reads one elementary file by SELECT and READ BINARY (Doc 9303-10 §3.6). */
import { Fault } from '../../device/contract/faults.ts'
import { type Send, swText } from './apdu.ts'
import { readHeader, readTlv, writeTlv } from './tlv.ts'

/**
 * Bytes asked for at once. Protected, 223 become 244 with status word: within the 256 of a short answer on every chip
 * known; 231 would still fit, but some chips count otherwise.
 */
export const BLOCK_BYTES = 223
/** The smallest block we go down to before giving up on a chip that says 6700 or 6C00. */
const SMALLEST_BLOCK_BYTES = 16
/** No file of a passport is near this; portraits are 12–40 kB. A chip that claims more is lying. */
export const FILE_MAX_BYTES = 256 * 1024
/** READ BINARY of an even INS reaches this offset; beyond it the odd INS with an offset object is used. */
const EVEN_INS_REACH = 0x8000
/** A chip may answer short; one that makes us ask this many times the needed commands is stalling. */
const SHORT_READ_ALLOWANCE = 8

export type FileProgress = (done: number, total: number) => void

/** The whole file with its outer tag, exactly as long as its header says. */
export async function readFile(
  send: Send,
  fid: number,
  tag: number,
  signal: AbortSignal,
  onProgress: FileProgress = () => {},
): Promise<Uint8Array> {
  const name = fid.toString(16).padStart(4, '0')
  const selected = await send({ ins: 0xa4, p1: 2, p2: 0x0c, data: Uint8Array.of(fid >> 8, fid & 0xff) }, signal)
  if (selected.sw === 0x6a82) throw new Fault('chip.malformed', `file ${name} is missing`)
  if (selected.sw !== 0x9000) throw new Fault('chip.protocol', `SELECT ${name}: ${swText(selected.sw)}`)

  let block = BLOCK_BYTES
  let file = new Uint8Array()
  let total = 0
  let done = 0
  let reads = 0
  while (total === 0 || done < total) {
    signal.throwIfAborted()
    const want = total === 0 ? block : Math.min(block, total - done)
    const { data, sw } = await readBinary(send, done, want, signal)
    if ((sw === 0x6700 || sw >> 8 === 0x6c) && block > SMALLEST_BLOCK_BYTES) {
      block = Math.max(SMALLEST_BLOCK_BYTES, block >> 1)
      continue
    }
    // 6282: end of file before the bytes asked for; the data still count.
    if (sw !== 0x9000 && sw !== 0x6282) throw new Fault('chip.malformed', `READ ${name} at ${done}: ${swText(sw)}`)
    if (data.length === 0 || data.length > want) throw new Fault('chip.malformed', `READ ${name}: ${data.length} bytes`)
    if (total === 0) {
      total = fileLength(name, tag, data)
      file = new Uint8Array(total)
    }
    // The first block may reach beyond a short file.
    file.set(data.subarray(0, total - done), done)
    done = Math.min(total, done + data.length)
    onProgress(done, total)
    if (++reads > (total / block + 1) * SHORT_READ_ALLOWANCE)
      throw new Fault('chip.malformed', `READ ${name}: stalling`)
    if (sw === 0x6282 && done < total) throw new Fault('chip.malformed', `file ${name} ends early`)
  }
  return file
}

function fileLength(name: string, tag: number, start: Uint8Array): number {
  const header = readHeader(start)
  if (!header) throw new Fault('chip.malformed', `file ${name}: no header`)
  if (header.tag !== tag) throw new Fault('chip.malformed', `file ${name}: tag ${header.tag.toString(16)}`)
  const total = header.header + header.length
  if (total > FILE_MAX_BYTES) throw new Fault('chip.malformed', `file ${name} claims ${total} bytes`)
  return total
}

async function readBinary(send: Send, offset: number, want: number, signal: AbortSignal) {
  if (offset < EVEN_INS_REACH) return send({ ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, le: want }, signal)
  const at = writeTlv(0x54, Uint8Array.of(offset >> 16, (offset >> 8) & 0xff, offset & 0xff))
  // The answer is wrapped in a DO'53' (at most 4 bytes of head), which must fit into the same short answer.
  const { data, sw } = await send({ ins: 0xb1, p1: 0, p2: 0, data: at, le: want + (want < 0x80 ? 2 : 3) }, signal)
  if (data.length === 0) return { data, sw }
  const wrapped = readTlv(data)
  if (wrapped.tag !== 0x53) throw new Fault('chip.malformed', 'READ BINARY: answer without DO53')
  return { data: wrapped.value, sw }
}
