/** A passport that lies on, or is taken from, a virtual reader: a TCP client of vpcd. */
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ChipKey } from '../../chip/bac.ts'
import type { PassportFiles } from '../../chip/files.ts'
import { type Applet, createApplet } from './applet.ts'
import type { ChipProfile } from './profile.ts'
import { overT0 } from './t0.ts'

/** Contactless with T=1 and no historical bytes, as PC/SC part 3 makes it of a passport's ATS. */
const ATR = Uint8Array.of(0x3b, 0x80, 0x80, 0x01, 0x01)
/** The same with card capabilities that allow extended length (compact TLV 73: 00 00 40), and its checksum. */
const EXTENDED_ATR = Uint8Array.of(0x3b, 0x85, 0x80, 0x01, 0x80, 0x73, 0x00, 0x00, 0x40, 0xb7)
/** Direct convention, no interface bytes: T=0 and nothing else. */
const T0_ATR = Uint8Array.of(0x3b, 0x01, 0x80)
/** vpcd's control bytes: power off, power on, reset, and "send your ATR". */
const CONTROL = { off: 0, on: 1, reset: 2, atr: 4 } as const
/** Between two attempts to reach a vpcd that is not there, or went (ms). */
const RECONNECT_MS = 200
/** pcscd looks every 400 ms whether a card is there; a hand that swaps passports takes longer anyway. */
const SWAP_GAP_MS = 900
/**
 * A common passport chip at 424 kbit/s: 3 ms to think about a command, 40 bytes a millisecond on the air, and
 * 90 ms for the mutual authentication.
 */
const REAL = { commandMs: 3, bytesPerMs: 40, authenticateMs: 90 }

/** `contacts`: a chip with contacts that speaks T=0, as some identity cards do. */
export type VirtualPassport = {
  files: PassportFiles
  key: ChipKey
  label?: string
  profile?: ChipProfile
  contacts?: boolean
}

export type VirtualChipState = {
  plugged: boolean
  card: 'none' | 'present'
  passport: string | undefined
  connected: boolean
  mute: boolean
  apdus: number
}

export type VirtualChip = {
  start(): Promise<void>
  stop(): Promise<void>
  /** The far end of the wire is gone: as if the reader's cable were cut behind the chip. */
  unplug(): Promise<void>
  plug(): Promise<void>
  state(): VirtualChipState
  /** Lays a passport down; takes away the one that lies there. */
  putDown(passport: VirtualPassport): Promise<void>
  /** `pullOut`, a moment, `putDown`. */
  swap(passport: VirtualPassport): Promise<void>
  /** Takes it away now, or in the middle of the command after `afterApdus` more are answered. */
  pullOut(options?: { afterApdus?: number }): Promise<void>
  /** A mute chip takes commands and never answers; it still powers on. */
  mute(on: boolean): void
}

export type VirtualChipOptions = { port: number; host?: string; pace?: 'real' | 'none' }

export function createVirtualChip(options: VirtualChipOptions): VirtualChip {
  const { port, host = '127.0.0.1', pace = 'none' } = options
  let running = false
  let plugged = true
  let mute = false
  let apdus = 0
  let pullAt = Number.POSITIVE_INFINITY
  let lying: { passport: VirtualPassport; applet: Applet } | undefined
  let socket: Socket | undefined
  let again: NodeJS.Timeout | undefined

  function attach(): void {
    clearTimeout(again)
    if (!running || !plugged || !lying || socket) return
    const own = connect({ port, host, noDelay: true })
    socket = own
    serve(own, lying.applet)
    own.on('error', () => {})
    own.on('close', () => {
      if (socket !== own) return
      socket = undefined
      lying?.applet.reset()
      again = setTimeout(attach, RECONNECT_MS)
    })
  }

  /** Closes and waits for it: vpcd takes one card a port, and a second one would hang in its queue. */
  async function detach(): Promise<void> {
    clearTimeout(again)
    const own = socket
    socket = undefined
    lying?.applet.reset()
    if (!own || own.destroyed) return
    const closed = new Promise((resolve) => own.once('close', resolve))
    own.destroy()
    await closed
  }

  async function takeAway(): Promise<void> {
    pullAt = Number.POSITIVE_INFINITY
    await detach()
    lying = undefined
  }

  function serve(own: Socket, applet: Applet): void {
    let rest = Buffer.alloc(0)
    let busy = Promise.resolve()
    own.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE()) {
        const message = rest.subarray(2, 2 + rest.readUInt16BE())
        rest = rest.subarray(2 + message.length)
        busy = busy.then(() => take(own, applet, message))
      }
    })
  }

  async function take(own: Socket, applet: Applet, message: Buffer): Promise<void> {
    if (message.length === 1) {
      const { contacts, profile } = lying?.passport ?? {}
      if (message[0] === CONTROL.atr) send(own, contacts ? T0_ATR : profile?.extended ? EXTENDED_ATR : ATR)
      else applet.reset()
      return
    }
    if (apdus >= pullAt) return takeAway()
    apdus++
    if (mute) return
    const answer = applet.answer(message)
    if (pace === 'real') {
      const think = message[1] === 0x82 ? REAL.authenticateMs : REAL.commandMs
      await sleep(think + (message.length + answer.length) / REAL.bytesPerMs)
    }
    send(own, answer)
  }

  function send(own: Socket, data: Uint8Array): void {
    if (own.destroyed) return
    const frame = Buffer.alloc(2 + data.length)
    frame.writeUInt16BE(data.length)
    frame.set(data, 2)
    own.write(frame)
  }

  const chip: VirtualChip = {
    async start() {
      running = true
      attach()
    },
    async stop() {
      running = false
      await takeAway()
    },
    async unplug() {
      plugged = false
      await detach()
    },
    async plug() {
      plugged = true
      attach()
    },
    state: () => ({
      plugged,
      card: lying ? 'present' : 'none',
      passport: lying?.passport.label,
      connected: socket !== undefined && !socket.connecting,
      mute,
      apdus,
    }),
    async putDown(passport) {
      if (lying) return chip.swap(passport)
      const applet = createApplet(passport.files, passport.key, passport.profile)
      lying = { passport, applet: passport.contacts ? { ...applet, answer: overT0(applet.answer) } : applet }
      attach()
    },
    async swap(passport) {
      await takeAway()
      await sleep(SWAP_GAP_MS)
      await chip.putDown(passport)
    },
    async pullOut({ afterApdus } = {}) {
      if (afterApdus === undefined) return takeAway()
      pullAt = apdus + afterApdus
    },
    mute(on) {
      mute = on
    },
  }
  return chip
}
