import { Fault } from '../../device/contract/faults.ts'
import { exactly, Inbox } from '../serial/inbox.ts'
import { limited } from '../serial/limited.ts'
import { openSerial, type SerialLine } from '../serial/line.ts'
import { command, dataChecksum, END, encodePacket, flag, nextPacket, type Packet } from './packet.ts'

/** A module answers a parameter command within some 20 ms; ten times that, and as much for a busy box (ms). */
const ANSWER_MS = 400
/** A damaged answer is asked for again this often before the line counts as broken. */
const TRIES = 3
/** Slowest honest gap inside one transfer: the module may pause between data packets (ms). */
const DATA_GAP_MS = 1_500
/** The line is quiet when nothing came for this long (ms): longer than a UART's or USB bridge's own pauses. */
const QUIET_MS = 60
/** A body longer than this is damage, not data (bytes): twice what we ask for. */
const MOST_BODY = 8_192
/** The size of data packets we ask for; the module's own default (API Specification, UF_SetDefaultPacketSize). */
export const DATA_PACKET_BYTES = 4_096

const GONE = 'finger.gone'

/** One open line to an SFM module, speaking whole packets. One user at a time. */
export class SfmLink {
  readonly line: SerialLine
  readonly #inbox: Inbox
  readonly #baud: number

  static async open(path: string, baud: number, signal: AbortSignal): Promise<SfmLink> {
    return new SfmLink(await openSerial({ path, baud, gone: GONE }, signal), baud)
  }

  private constructor(line: SerialLine, baud: number) {
    this.line = line
    this.#baud = baud
    this.#inbox = new Inbox(line, GONE)
  }

  async send(packet: Partial<Packet> & { command: number }, signal: AbortSignal): Promise<void> {
    await this.line.write(encodePacket(packet), signal)
  }

  /** The next packet of `code` within `ms`; packets of other commands are late answers and are dropped. */
  receive(code: number, ms: number, signal: AbortSignal): Promise<Packet | undefined> {
    return limited(ms, signal, async (own) => {
      for (;;) {
        const packet = await this.#inbox.take(nextPacket, own)
        if (packet.command === code) return packet
      }
    })
  }

  /**
   * Asks, and asks again when the answer is damaged or missing or the module is busy. Throws `finger.gone` when the module
   * stays mute, `finger.protocol` when it answers nothing that can be understood.
   */
  async ask(request: Partial<Packet> & { command: number }, signal: AbortSignal): Promise<Packet> {
    const before = this.#inbox.heard
    let silent = 0
    for (let tried = 0; tried < TRIES; tried++) {
      this.#inbox.clear()
      const heard = this.#inbox.heard
      await this.send(request, signal)
      const answer = await this.receive(request.command, ANSWER_MS, signal)
      if (answer && answer.flag !== flag.busy) {
        // Asked again after a silence, a slow one answers twice: the second must not be taken for the answer to what is asked next.
        // They come as far apart as they were asked for, and a little more.
        while (silent-- > 0) if (!(await this.receive(request.command, ANSWER_MS * 1.5, signal))) break
        return answer
      }
      if (answer) await this.cancel(signal)
      else if (this.#inbox.heard === heard) silent++
    }
    const mute = this.#inbox.heard === before
    throw new Fault(mute ? GONE : 'finger.protocol', `no answer to command 0x${request.command.toString(16)}`)
  }

  async readParameter(id: number, signal: AbortSignal): Promise<number> {
    const answer = await this.ask({ command: command.readParameter, flag: id }, signal)
    if (answer.flag !== flag.success) throw refused(`read of parameter 0x${id.toString(16)}`, answer)
    return answer.size
  }

  async writeParameter(id: number, value: number, signal: AbortSignal): Promise<void> {
    const answer = await this.ask({ command: command.writeParameter, size: value, flag: id }, signal)
    if (answer.flag !== flag.success) throw refused(`write of parameter 0x${id.toString(16)}`, answer)
  }

  /** Stops whatever the module is doing and waits until the line is quiet. Says nothing if the module is mute. */
  async cancel(signal: AbortSignal): Promise<void> {
    await this.send({ command: command.cancel }, signal)
    await this.receive(command.cancel, ANSWER_MS, signal)
    await this.quiet(signal)
  }

  /** Drops what comes until nothing more does. */
  async quiet(signal: AbortSignal): Promise<void> {
    const more = () =>
      limited(QUIET_MS, signal, (own) =>
        this.#inbox.take((unread) => (unread.length > 0 ? { used: unread.length, value: true } : { used: 0 }), own),
      )
    while (await more()) {
      // Each round empties the inbox.
    }
  }

  /**
   * `total` bytes by the extended data transfer: data packets with a header (param = index << 16 | count, size = length
   * of the body), a body and its checksum, each acknowledged. A damaged one is asked for again, a bounded number of
   * times; then `undefined`.
   */
  async data(
    code: number,
    total: number,
    signal: AbortSignal,
    heard: (part: number) => void,
  ): Promise<Uint8Array | undefined> {
    const all = new Uint8Array(total)
    const wanted = Math.ceil(total / DATA_PACKET_BYTES)
    let at = 0
    let damaged = 0
    for (let index = 0; at < total; ) {
      const body = await this.#dataPacket(code, index, total - at, signal)
      if (body) {
        all.set(body, at)
        at += body.length
        index++
        heard(at / total)
        await this.send({ command: code, flag: flag.dataOk }, signal)
        continue
      }
      if (++damaged > TRIES + wanted / 8) return undefined
      await this.quiet(signal)
      await this.send({ command: code, flag: flag.dataError }, signal)
    }
    return all
  }

  /**
   * `total` bytes as they follow an answer of the plain commands (SI, RI): the bytes, and 0x0A at their end. Nothing in them
   * tells damage but their number; `undefined` when that is wrong.
   */
  async raw(total: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const flight = (total * 10_000) / this.#baud
    const block = await limited(flight + DATA_GAP_MS, signal, (own) => this.#inbox.take(exactly(total + 1), own))
    return block && block[total] === END ? block.subarray(0, total) : undefined
  }

  async #dataPacket(code: number, index: number, most: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const header = await this.receive(code, DATA_GAP_MS, signal)
    if (!header || header.param >>> 16 !== index) return undefined
    if (header.size === 0 || header.size > Math.min(most, MOST_BODY)) return undefined
    const flight = (header.size * 10_000) / this.#baud
    const block = await limited(flight + DATA_GAP_MS, signal, (own) => this.#inbox.take(exactly(header.size + 4), own))
    if (!block) return undefined
    const body = block.subarray(0, header.size)
    const sum = new DataView(block.buffer, block.byteOffset + header.size, 4).getUint32(0, true)
    return sum === dataChecksum(body) ? body : undefined
  }
}

function refused(what: string, answer: Packet): Fault {
  return new Fault('finger.protocol', `${what} refused with 0x${answer.flag.toString(16)}`)
}
