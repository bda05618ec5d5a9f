import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { PtyEnd } from '../pty.ts'

export type SlipCondition = 'ready' | 'paper-low' | 'paper-out' | 'cover-open' | 'jam'

export type VirtualSlipPrinter = {
  start(): Promise<void>
  stop(): Promise<void>
  unplug(): Promise<void>
  plug(): Promise<void>
  condition(now: SlipCondition): void
  /** Prints, and loses its power before it says so. */
  dieAfter(slips: number): void
  state(): { condition: SlipCondition; slips: string[]; qr: string[]; port: number }
}

const ESC = 0x1b
const GS = 0x1d
const DLE = 0x10

/** Fixed lengths of the commands we know, beyond their two first bytes. */
const lengths: Readonly<Record<string, number>> = {
  [`${ESC},64`]: 0,
  [`${ESC},116`]: 1,
  [`${ESC},97`]: 1,
  [`${ESC},69`]: 1,
  [`${ESC},100`]: 1,
  [`${GS},33`]: 1,
  [`${GS},86`]: 1,
}

/** A receipt printer at the far end of a pty (`path`) or a TCP port: prints into memory and answers with status bytes. */
export function createVirtualSlipPrinter(options: { path: string } | { port?: number }): VirtualSlipPrinter {
  const pty = 'path' in options ? new PtyEnd(options.path) : null
  const sockets = new Set<Socket>()
  const slips: string[] = []
  const qr: string[] = []
  let server: Server | undefined
  let port = 'port' in options ? (options.port ?? 0) : 0
  let condition: SlipCondition = 'ready'
  let dying = Number.POSITIVE_INFINITY
  let waiting: number[] = []
  let paper = ''

  const answer = (bytes: number[]) => {
    if (pty) void pty.write(Uint8Array.from(bytes)).catch(() => {})
    for (const socket of sockets) socket.write(Uint8Array.from(bytes))
  }

  function status(n: number): number {
    const still = condition !== 'ready' && condition !== 'paper-low'
    if (n === 1) return 0x12 | (still ? 0x08 : 0)
    if (n === 2)
      return (
        0x12 | (condition === 'cover-open' ? 0x04 : condition === 'paper-out' ? 0x20 : condition === 'jam' ? 0x40 : 0)
      )
    return 0x12 | (condition === 'paper-low' ? 0x0c : condition === 'paper-out' ? 0x6c : 0)
  }

  function hear(bytes: Uint8Array): void {
    waiting.push(...bytes)
    // Real-time commands are answered wherever they stand.
    for (let i = 0; i + 2 < waiting.length; i += 1) {
      if (waiting[i] === DLE && waiting[i + 1] === 0x04) {
        const [, , n] = waiting.splice(i, 3)
        answer([status(n ?? 1)])
        i -= 1
      }
    }
    if (condition === 'ready' || condition === 'paper-low') print()
  }

  function print(): void {
    for (;;) {
      const [a, b] = waiting
      if (a === undefined) return
      if (a !== ESC && a !== GS) {
        if (a === DLE) return
        paper += new TextDecoder('windows-1252').decode(Uint8Array.of(waiting.shift()!))
        continue
      }
      if (b === undefined) return
      if (a === GS && b === 0x28) {
        const length = (waiting[3] ?? 0) + 256 * (waiting[4] ?? 0)
        if (waiting.length < 5 + length) return
        const [, , kind, , , ...data] = waiting.splice(0, 5 + length)
        if (kind === 0x6b && data[1] === 0x50) qr.push(Buffer.from(data.slice(3)).toString())
        if (kind === 0x48) {
          if (slips.length >= dying) return void unplug()
          answer([0x37, 0x22, ...data.slice(2, 6), 0])
        }
        continue
      }
      const length = lengths[`${a},${b}`]
      if (length === undefined || waiting.length < 2 + length) return
      waiting.splice(0, 2 + length)
      if (a === GS && b === 0x56) {
        slips.push(paper)
        paper = ''
      }
    }
  }

  async function plug(): Promise<void> {
    waiting = []
    paper = ''
    if (pty) return pty.plug()
    server = createServer((socket) => {
      sockets.add(socket)
      socket.on('data', hear)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }).listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }

  async function unplug(): Promise<void> {
    if (pty) return pty.unplug()
    const closing = server
    server = undefined
    for (const socket of sockets) socket.destroy()
    if (closing) await new Promise((resolve) => closing.close(resolve))
  }

  pty?.onBytes(hear)
  return {
    start: plug,
    stop: unplug,
    unplug,
    plug,
    condition(now) {
      condition = now
      if (now === 'ready' || now === 'paper-low') print()
    },
    dieAfter(count) {
      dying = slips.length + count
    },
    state: () => ({ condition, slips, qr, port }),
  }
}
