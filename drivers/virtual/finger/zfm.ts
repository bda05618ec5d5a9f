import { setTimeout as sleep } from 'node:timers/promises'
import { ZFM_TRAITS } from '../../finger/zfm.ts'
import { encodeZfm, nextZfm, type ZfmPacket, zfmCommand, zfmKind, zfmStatus } from '../../finger/zfm-packet.ts'
import { PtyEnd } from '../pty.ts'
import { damage, type Mischief } from './mischief.ts'
import { bareGlass, type Finger, press } from './press.ts'

/** How long the module takes for a picture (ms). */
const IMAGING_MS = 300
/** Content of one data packet as delivered (bytes). */
const DATA_BYTES = 128
const BAUD = 57_600
const SYSTEM_ID = 0x0009
const LIBRARY_SIZE = 1_000
const SECURITY_LEVEL = 3

export type VirtualZfmOptions = { path: string; pace?: 'real' | 'none'; password?: number }

/** A ZFM-20 at the far end of a pty. */
export class VirtualZfmSensor {
  readonly #pty: PtyEnd
  readonly #pace: 'real' | 'none'
  readonly #password: number
  #unread: Uint8Array = new Uint8Array(0)
  #finger: Finger | undefined
  #verified = false
  #dirty = false
  #mute = false
  #endless = false
  #failing: number | undefined
  #unplugIn: number | undefined
  readonly #mischief: Mischief[] = []
  #image = pack()
  #busy = false
  #captures = 0

  constructor(options: VirtualZfmOptions) {
    this.#pty = new PtyEnd(options.path)
    this.#pace = options.pace ?? 'real'
    this.#password = options.password ?? 0
    this.#pty.onBytes((bytes) => {
      this.#unread = Buffer.concat([this.#unread, bytes])
      void this.#work()
    })
  }

  start(): Promise<void> {
    return this.plug()
  }

  stop(): Promise<void> {
    return this.unplug()
  }

  async plug(): Promise<void> {
    this.#unplugIn = undefined
    this.#verified = false
    await this.#pty.plug()
  }

  async unplug(): Promise<void> {
    this.#unread = new Uint8Array(0)
    await this.#pty.unplug()
  }

  lay(finger: Finger): void {
    this.#finger = finger
  }

  lift(): void {
    this.#finger = undefined
  }

  /** Grease on the glass: every picture fails (status 0x03). */
  dirty(on: boolean): void {
    this.#dirty = on
  }

  /** Every command is answered with this status instead of being done; undefined ends it. */
  fail(status: number | undefined): void {
    this.#failing = status
  }

  spoil(how: Mischief, times = 1): void {
    for (let i = 0; i < times; i++) this.#mischief.push(how)
  }

  /** No more damage. */
  clean(): void {
    this.#mischief.length = 0
  }

  mute(on: boolean): void {
    this.#mute = on
  }

  /** A picture that never ends: empty data packets for as long as this is on. */
  endless(on: boolean): void {
    this.#endless = on
  }

  unplugAfter(bytes: number): void {
    this.#unplugIn = bytes
  }

  state() {
    return {
      plugged: this.#pty.isPlugged,
      path: this.#pty.path,
      finger: this.#finger ?? null,
      dirty: this.#dirty,
      mute: this.#mute,
      captures: this.#captures,
      mischief: [...this.#mischief],
    }
  }

  /** One command at a time, as the module's one processor does. */
  async #work(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    for (;;) {
      const { used, value } = nextZfm(this.#unread)
      this.#unread = this.#unread.subarray(used)
      if (!value) break
      if (!this.#mute && value.kind === zfmKind.command) await this.#obey(value)
    }
    this.#busy = false
  }

  async #obey({ content }: ZfmPacket): Promise<void> {
    const [code] = content
    if (this.#failing !== undefined) return this.#answer(this.#failing)
    if (code === zfmCommand.verifyPassword) {
      const given = new DataView(content.buffer, content.byteOffset).getUint32(1)
      this.#verified = given === this.#password
      return this.#answer(this.#verified ? zfmStatus.ok : zfmStatus.wrongPassword)
    }
    if (!this.#verified && this.#password !== 0) return this.#answer(zfmStatus.notVerified)
    if (code === zfmCommand.readParameters) return this.#answer(zfmStatus.ok, parameters())
    if (code === zfmCommand.getImage) return this.#takeImage()
    if (code === zfmCommand.uploadImage) return this.#upload()
    return this.#answer(zfmStatus.received)
  }

  async #takeImage(): Promise<void> {
    if (!this.#finger) return this.#answer(zfmStatus.noFinger)
    if (this.#pace === 'real') await sleep(IMAGING_MS)
    if (this.#dirty) return this.#answer(zfmStatus.imaging)
    this.#image = pack(this.#finger)
    this.#captures++
    return this.#answer(zfmStatus.ok)
  }

  async #upload(): Promise<void> {
    await this.#answer(zfmStatus.ok)
    if (this.#endless) {
      while (this.#endless && this.#pty.isPlugged) await this.#write(encodeZfm(zfmKind.data, []))
      return
    }
    for (let at = 0; at < this.#image.length && this.#pty.isPlugged; at += DATA_BYTES) {
      const last = at + DATA_BYTES >= this.#image.length
      await this.#write(encodeZfm(last ? zfmKind.lastData : zfmKind.data, this.#image.subarray(at, at + DATA_BYTES)))
    }
  }

  #answer(status: number, more: readonly number[] = []): Promise<void> {
    return this.#write(encodeZfm(zfmKind.answer, [status, ...more]))
  }

  async #write(bytes: Uint8Array): Promise<void> {
    const how = this.#mischief.shift()
    let out = how === undefined ? bytes : damage(bytes, how)
    const last = this.#unplugIn !== undefined && this.#unplugIn <= out.length
    if (last) out = out.subarray(0, this.#unplugIn)
    const sent = await this.#pty.write(out, this.#pace === 'real' ? BAUD : undefined)
    if (this.#unplugIn !== undefined) this.#unplugIn -= sent
    if (last) await this.unplug()
  }
}

/** Status register, system id, library size, security level, address, data packet size (2 = 128), rate ÷ 9600. */
function parameters(): number[] {
  const two = (value: number) => [value >> 8, value & 255]
  return [
    ...two(0),
    ...two(SYSTEM_ID),
    ...two(LIBRARY_SIZE),
    ...two(SECURITY_LEVEL),
    ...[255, 255, 255, 255],
    ...two(2),
    ...two(BAUD / 9_600),
  ]
}

/** The middle of the glass in 16 grays, two pixels a byte. */
function pack(finger?: Finger): Uint8Array {
  const image = finger ? press(finger) : bareGlass()
  const { width, height } = ZFM_TRAITS
  const left = (image.width - width) >> 1
  const top = (image.height - height) >> 1
  const nibble = (x: number, y: number) => Math.round(image.pixels[(top + y) * image.width + left + x]! / 17)
  return Uint8Array.from({ length: (width * height) / 2 }, (_, at) => {
    const x = (2 * at) % width
    const y = Math.floor((2 * at) / width)
    return (nibble(x, y) << 4) | nibble(x + 1, y)
  })
}
