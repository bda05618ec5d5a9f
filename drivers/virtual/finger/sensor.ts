import { setTimeout as sleep } from 'node:timers/promises'
import { encodeImage, type FingerImage } from '../../finger/image.ts'
import {
  baudCodes,
  command,
  dataChecksum,
  END,
  encodePacket,
  FAKE_OFF,
  flag,
  GRAY_8_BIT,
  nextPacket,
  type Packet,
  parameter,
  WSQ_LOW_RATE,
} from '../../finger/packet.ts'
import { PtyEnd } from '../pty.ts'
import { damage, type Mischief } from './mischief.ts'
import { bareGlass, type Finger, press } from './press.ts'

/** How long a module takes to see a finger and take its image (ms). */
const IMAGING_MS = 350
/** How often it looks whether a finger lies there (ms). */
const LOOK_MS = 40
/** It gives up a transfer nobody acknowledges (ms). */
const ACKNOWLEDGE_MS = 5_000
/** The same data packet is sent at most this often. */
const RESENDS = 4

export type VirtualFingerSensorOptions = {
  /** Where the host's end of the cable appears: a link, gone while unplugged. */
  path: string
  /** `real` (default): the line is as slow as its baud rate, and imaging takes its time. */
  pace?: 'real' | 'none'
  /** The rate it starts with (bits per second), as set at the factory. */
  baud?: number
  /** A module that looks for fakes (an -OH or Slim). */
  liveness?: boolean
  /** A module that compresses (SFM5500, 6000): makes WSQ of an image. */
  encodeWsq?: (image: FingerImage) => Uint8Array
}

/** A Suprema SFM module at the far end of a pty. */
export class VirtualFingerSensor {
  readonly #pty: PtyEnd
  readonly #pace: 'real' | 'none'
  readonly #encodeWsq: VirtualFingerSensorOptions['encodeWsq']
  /** System parameters; those saved survive being unplugged. */
  #parameters: Map<number, number>
  #saved: Map<number, number>
  #unread: Uint8Array = new Uint8Array(0)
  #finger: Finger | undefined
  #lastImage = encodeImage(bareGlass())
  #mute = false
  #lateMs = 0
  #unplugIn: number | undefined
  readonly #mischief: Mischief[] = []
  #acknowledge: ((flag: number) => void) | undefined
  /** What it is doing, and how to stop it. */
  #job: AbortController | undefined
  #captures = 0

  constructor(options: VirtualFingerSensorOptions) {
    this.#pty = new PtyEnd(options.path)
    this.#pace = options.pace ?? 'real'
    this.#saved = new Map([
      [parameter.timeout, 0x3a],
      [parameter.imageFormat, 0x31],
      [parameter.firmware, Buffer.from('V3.1').readUInt32LE()],
      [parameter.baud, baudCodes.get(options.baud ?? 115_200) ?? 0x35],
    ])
    this.#encodeWsq = options.encodeWsq
    if (options.liveness) this.#saved.set(parameter.fake, FAKE_OFF)
    this.#parameters = new Map(this.#saved)
    this.#pty.onBytes((bytes) => this.#hear(bytes))
  }

  start(): Promise<void> {
    return this.plug()
  }

  stop(): Promise<void> {
    return this.unplug()
  }

  async plug(): Promise<void> {
    this.#unplugIn = undefined
    this.#parameters = new Map(this.#saved)
    await this.#pty.plug()
  }

  async unplug(): Promise<void> {
    this.#job?.abort()
    this.#unread = new Uint8Array(0)
    await this.#pty.unplug()
  }

  /** Lays a finger on the glass, until `lift`. */
  lay(finger: Finger): void {
    this.#finger = finger
  }

  lift(): void {
    this.#finger = undefined
  }

  /** Damages the next `times` answers or data packets on their way to the host. */
  spoil(how: Mischief, times = 1): void {
    for (let i = 0; i < times; i++) this.#mischief.push(how)
  }

  /** No more damage. */
  clean(): void {
    this.#mischief.length = 0
  }

  /** Hears everything and answers nothing, as a module whose firmware hangs. */
  mute(on: boolean): void {
    this.#mute = on
  }

  /** Pulls the plug by itself when so many more bytes have gone to the host. */
  unplugAfter(bytes: number): void {
    this.#unplugIn = bytes
  }

  /** Answers come so late (ms), as through a USB bridge that is busy. */
  late(ms: number): void {
    this.#lateMs = ms
  }

  state() {
    return {
      plugged: this.#pty.isPlugged,
      path: this.#pty.path,
      baud: this.#baud(),
      finger: this.#finger ?? null,
      busy: this.#job !== undefined,
      mute: this.#mute,
      captures: this.#captures,
      mischief: [...this.#mischief],
    }
  }

  #baud(): number {
    const code = this.#parameters.get(parameter.baud)
    return [...baudCodes].find(([, known]) => known === code)?.[0] ?? 115_200
  }

  #hear(bytes: Uint8Array): void {
    this.#unread = Buffer.concat([this.#unread, bytes])
    this.#next()
  }

  /** One packet a turn, as the module's one processor does: what the last one began or ended has taken effect. */
  #next(): void {
    const { used, value } = nextPacket(this.#unread)
    this.#unread = this.#unread.subarray(used)
    if (!value) return
    if (!this.#mute) this.#obey(value)
    setImmediate(() => this.#next())
  }

  #obey(packet: Packet): void {
    const { command: code } = packet
    if (code === command.cancel) {
      this.#job?.abort()
      void this.#answer({ command: code, flag: flag.success })
    } else if (packet.flag === flag.dataOk || packet.flag === flag.dataError) {
      this.#acknowledge?.(packet.flag)
    } else if (this.#job) {
      void this.#answer({ command: code, flag: flag.busy })
    } else if (code === command.scanImageExtended || code === command.scanImage) {
      this.#begin((signal) => this.#scan(packet, signal))
    } else if (code === command.readImageExtended || code === command.readImage) {
      this.#begin((signal) => this.#send(packet, signal))
    } else if (code === command.readParameter) {
      const value = this.#parameters.get(packet.flag)
      if (value === undefined) void this.#answer({ command: code, flag: flag.unsupported })
      else void this.#answer({ command: code, size: value, flag: flag.success })
    } else if (code === command.writeParameter) {
      const known =
        this.#parameters.has(packet.flag) &&
        packet.flag !== parameter.firmware &&
        (packet.flag !== parameter.imageFormat || packet.size !== WSQ_LOW_RATE || this.#encodeWsq !== undefined)
      // The answer still goes at the old rate; the new one holds from then on.
      void this.#answer({ command: code, size: packet.size, flag: known ? flag.success : flag.unsupported }).then(
        () => {
          if (known) this.#parameters.set(packet.flag, packet.size)
        },
      )
    } else if (code === command.saveParameters) {
      this.#saved = new Map(this.#parameters)
      void this.#answer({ command: code, flag: flag.success })
    } else {
      void this.#answer({ command: code, flag: flag.unsupported })
    }
  }

  #begin(work: (signal: AbortSignal) => Promise<void>): void {
    const job = new AbortController()
    this.#job = job
    work(job.signal)
      .catch((error) => {
        if (!job.signal.aborted) throw error
      })
      .finally(() => {
        if (this.#job === job) this.#job = undefined
      })
  }

  async #scan(request: Packet, signal: AbortSignal): Promise<void> {
    const seconds = (this.#parameters.get(parameter.timeout) ?? 0x3a) - 0x30
    const until = performance.now() + (seconds === 0 ? Infinity : seconds * 1000)
    while (!this.#finger) {
      if (performance.now() > until) return this.#answer({ command: request.command, flag: flag.timeOut })
      await sleep(LOOK_MS, undefined, { signal })
    }
    const finger = this.#finger
    if (this.#pace === 'real') await sleep(IMAGING_MS, undefined, { signal })
    const format = this.#parameters.get(parameter.imageFormat)
    if (format !== GRAY_8_BIT && format !== WSQ_LOW_RATE) {
      return this.#answer({ command: request.command, flag: flag.unsupported })
    }
    const looks = this.#parameters.get(parameter.fake) ?? FAKE_OFF
    if (finger.condition === 'fake' && looks !== FAKE_OFF) {
      return this.#answer({ command: request.command, flag: flag.fake })
    }
    const image = press(finger)
    this.#lastImage = format === WSQ_LOW_RATE && this.#encodeWsq ? this.#encodeWsq(image) : encodeImage(image)
    this.#captures++
    await this.#answer({ command: request.command, flag: flag.scanSuccess })
    await this.#send(request, signal)
  }

  /** The last image by the extended data transfer, in packets as long as the host asked for. */
  async #send({ command: code, size }: Packet, signal: AbortSignal): Promise<void> {
    const image = this.#lastImage
    if (code === command.scanImage || code === command.readImage) {
      await this.#answer({ command: code, size: image.length, flag: flag.success })
      return this.#write(Buffer.concat([image, Uint8Array.of(END)]), signal)
    }
    const length = Math.max(256, Math.min(size || 4_096, 65_536))
    const count = Math.ceil(image.length / length)
    await this.#answer({ command: code, size: image.length, flag: flag.success })
    for (let index = 0, sends = 0; index < count; ) {
      if (++sends > RESENDS) return
      const body = image.subarray(index * length, (index + 1) * length)
      const sum = new Uint8Array(4)
      new DataView(sum.buffer).setUint32(0, dataChecksum(body), true)
      const header = encodePacket({ command: code, param: ((index << 16) | count) >>> 0, size: body.length })
      await this.#write(Buffer.concat([header, body, sum]), signal)
      const heard = await this.#acknowledged(signal)
      if (heard === undefined) return
      if (heard === flag.dataOk) {
        index++
        sends = 0
      }
    }
  }

  #acknowledged(signal: AbortSignal): Promise<number | undefined> {
    return new Promise((resolve) => {
      const end = (heard: number | undefined) => {
        clearTimeout(timer)
        signal.removeEventListener('abort', aborted)
        this.#acknowledge = undefined
        resolve(heard)
      }
      const aborted = () => end(undefined)
      const timer = setTimeout(aborted, ACKNOWLEDGE_MS)
      signal.addEventListener('abort', aborted, { once: true })
      this.#acknowledge = end
      if (signal.aborted) end(undefined)
    })
  }

  async #answer(packet: Partial<Packet> & { command: number }): Promise<void> {
    if (this.#lateMs > 0) await sleep(this.#lateMs)
    return this.#write(encodePacket(packet))
  }

  async #write(bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    const how = this.#mischief.shift()
    let out = how === undefined ? bytes : damage(bytes, how)
    const last = this.#unplugIn !== undefined && this.#unplugIn <= out.length
    if (last) out = out.subarray(0, this.#unplugIn)
    const sent = await this.#pty.write(out, this.#pace === 'real' ? this.#baud() : undefined, signal)
    if (this.#unplugIn !== undefined) this.#unplugIn -= sent
    if (last) await this.unplug()
  }
}
