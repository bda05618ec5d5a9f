import { closeSync, symlinkSync, unlinkSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { ReadStream } from 'node:tty'
import { SerialPort } from 'serialport'
import { Listeners } from '../listeners.ts'

/** Between two tries to write into a full pty (ms): the host empties its 4 kB in less. */
const FULL_RETRY_MS = 2
/** A paced line is written in slices of this length (ms), as a UART's FIFO hands bytes over. */
const SLICE_MS = 10
/** Start bit, eight data bits, stop bit. */
const BITS_A_BYTE = 10

type Native = { open(columns: number, rows: number): { master: number; slave: number; pty: string } }

function native(): Native {
  const require = createRequire(import.meta.url)
  return require(`@lydell/node-pty-${process.platform}-${process.arch}/pty.node`) as Native
}

type Plugged = { master: number; reader: ReadStream; letGo: () => Promise<void> }

/**
 * The device's end of a virtual serial cable. While plugged in, `path` is a link to the host's end; unplugging removes
 * the link and hangs the line up, so the host sees what a pulled USB cable looks like. A pty ignores the baud rate:
 * the writer paces itself.
 */
export class PtyEnd {
  readonly path: string
  readonly #heard = new Listeners<Uint8Array>()
  #plugged: Plugged | undefined

  constructor(path: string) {
    this.path = path
  }

  get isPlugged(): boolean {
    return this.#plugged !== undefined
  }

  /** What the host wrote. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    return this.#heard.add(listener)
  }

  async plug(): Promise<void> {
    if (this.#plugged) return
    const { master, slave, pty } = native().open(80, 24)
    // An own handle on the host's end, kept open so that the line does not hang up whenever the host closes it. Opening
    // it as a serial port also makes it raw at once: nothing is echoed before the host comes.
    const keeper = await SerialPort.binding.open({ path: pty, baudRate: 115_200, lock: false })
    closeSync(slave)
    const reader = new ReadStream(master)
    reader.on('data', (bytes: Buffer) => this.#heard.tell(Uint8Array.from(bytes)))
    reader.on('error', () => this.unplug())
    this.#plugged = {
      master,
      reader,
      letGo: async () => {
        reader.destroy()
        await keeper.close()
      },
    }
    removeLink(this.path)
    symlinkSync(pty, this.path)
  }

  async unplug(): Promise<void> {
    const plugged = this.#plugged
    if (!plugged) return
    this.#plugged = undefined
    removeLink(this.path)
    await plugged.letGo()
  }

  /**
   * Writes to the host at `baud` (or as fast as it is read when `baud` is undefined). Bytes written while unplugged,
   * or after `signal` aborts, are lost, as on a real cable. Returns how many were written.
   */
  async write(bytes: Uint8Array, baud?: number, signal?: AbortSignal): Promise<number> {
    const began = performance.now()
    const plugged = this.#plugged
    let sent = 0
    while (plugged && sent < bytes.length && this.#plugged === plugged && !signal?.aborted) {
      let upTo = bytes.length
      if (baud !== undefined) {
        const bytesAMs = baud / BITS_A_BYTE / 1000
        upTo = Math.min(upTo, Math.floor((performance.now() - began + SLICE_MS) * bytesAMs))
        if (upTo <= sent) {
          await sleep(SLICE_MS)
          continue
        }
      }
      try {
        sent += writeSync(plugged.master, bytes, sent, upTo - sent)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return sent
        await sleep(FULL_RETRY_MS)
      }
    }
    return sent
  }
}

function removeLink(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
