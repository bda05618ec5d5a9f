import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Finger, press } from './press.ts'

/** libfprint opens its socket a moment after its device (ms between two looks). */
const LOOK_MS = 50
/** What stands in the place of a picture's width for a word instead of a picture. */
const RETRY = -1
const FAILURE = -2

/**
 * The finger before libfprint's own virtual device: Debian's unmodified library, told by `FP_VIRTUAL_IMAGE=path`, listens
 * on that socket for what its sensor shall see.
 */
export class VirtualLibfprint {
  readonly #path: string
  #socket: Socket | null = null

  constructor(path: string) {
    this.#path = path
  }

  /** What the helper's environment needs. */
  get environment(): Record<string, string> {
    return { FP_VIRTUAL_IMAGE: this.#path }
  }

  /** Waits until libfprint's device is open, and holds on to it. */
  async attach(signal: AbortSignal): Promise<void> {
    for (;;) {
      const socket = await new Promise<Socket | null>((resolve) => {
        const made = connect(this.#path)
        made.once('connect', () => resolve(made))
        made.once('error', () => resolve(null))
      })
      if (socket) {
        socket.on('error', () => {})
        this.#socket = socket
        return
      }
      await sleep(LOOK_MS, undefined, { signal })
    }
  }

  /** Lays a finger down and lifts it. */
  lay(finger: Finger): void {
    const { width, height, pixels } = press(finger)
    this.#send(width, height, pixels)
  }

  /** The finger moved: libfprint asks for it again (`FpDeviceRetry`). */
  retry(code = 0): void {
    this.#send(RETRY, code)
  }

  /** The device fails (`FpDeviceError`). */
  fail(code = 0): void {
    this.#send(FAILURE, code)
  }

  stop(): void {
    this.#socket?.destroy()
    this.#socket = null
  }

  #send(first: number, second: number, pixels: Uint8Array = new Uint8Array(0)): void {
    const head = Buffer.alloc(8)
    head.writeInt32LE(first, 0)
    head.writeInt32LE(second, 4)
    this.#socket?.write(Buffer.concat([head, pixels]))
  }
}
