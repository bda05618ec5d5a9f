/** The parent's side of the PC/SC process: starts it, asks it, kills it. One client is one life of the process. */
import { type ChildProcess, fork } from 'node:child_process'
import { createConnection, type Socket } from 'node:net'
import { Fault } from '../../device/contract/faults.ts'
import { Listeners } from '../listeners.ts'
import type { FromPcsc, ToPcsc } from './messages.ts'

/** Where Debian's pcscd listens. */
const DEFAULT_SOCKET = '/run/pcscd/pcscd.comm'
/** A local socket answers at once or is not served (ms). */
const SOCKET_LIMIT_MS = 2_000

type Ask = ToPcsc extends infer Message ? (Message extends ToPcsc ? Omit<Message, 'id'> : never) : never

export type PcscReply = { is: 'done'; data: Uint8Array } | { is: 'refused'; code: number; detail: string }

export type PcscClient = {
  on(listener: (message: FromPcsc) => void): () => void
  /** Rejects with `card.mute` after `limitMs` (the process is killed then), `card.reader-gone` when the process ends. */
  ask(message: Ask, limitMs: number): Promise<PcscReply>
  /** Settles when the process has ended, with the fault that ended it. */
  readonly ended: Promise<Fault>
  kill(why: Fault): void
}

/** Starts the process. Throws `card.reader-gone` when no pcscd listens at `socketPath`. */
export async function startPcsc(socketPath: string | undefined, signal: AbortSignal): Promise<PcscClient> {
  // Looked for first: the binding's constructor spins at full load, without end, while there is no pcscd. The
  // connection is then kept, as the one quick sign that pcscd died.
  const lifeline = await connectSocket(socketPath ?? DEFAULT_SOCKET, signal)
  const env = socketPath === undefined ? process.env : { ...process.env, PCSCLITE_CSOCK_NAME: socketPath }
  const child = fork(new URL('./pcsc-process.ts', import.meta.url), [], {
    env,
    serialization: 'advanced',
    // Not the parent's flags: a debugger's port or a test runner's hook must not be taken twice.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return clientOf(child, lifeline)
}

function clientOf(child: ChildProcess, lifeline: Socket): PcscClient {
  const heard = new Listeners<FromPcsc>()
  const pending = new Map<number, { settle(reply: PcscReply | Fault): void }>()
  let ids = 0
  let why: Fault | undefined

  const kill = (fault: Fault) => {
    why ??= fault
    child.kill('SIGKILL')
  }
  const ended = new Promise<Fault>((resolve) => {
    const end = () => {
      lifeline.destroy()
      why ??= new Fault('card.reader-gone', 'the PC/SC process ended')
      for (const { settle } of [...pending.values()]) settle(why)
      resolve(why)
    }
    child.once('exit', end)
    child.once('error', end)
  })
  const pcscdGone = () => kill(new Fault('card.reader-gone', 'pcscd ended'))
  lifeline.once('close', pcscdGone)
  child.on('message', (message: FromPcsc) => {
    if (message.tell === 'done') pending.get(message.id)?.settle({ is: 'done', data: message.data })
    else if (message.tell === 'refused') pending.get(message.id)?.settle({ ...message, is: 'refused' })
    else {
      if (message.tell === 'failed') why ??= new Fault('card.reader-gone', message.detail)
      heard.tell(message)
    }
  })

  return {
    on: (listener) => heard.add(listener),
    ended,
    kill,
    ask(message, limitMs) {
      if (why) return Promise.reject(why)
      const id = ++ids
      return new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => kill(new Fault('card.mute', `no answer to ${message.ask} in ${limitMs} ms`)),
          limitMs,
        )
        const settle = (reply: PcscReply | Fault) => {
          clearTimeout(timer)
          pending.delete(id)
          if (reply instanceof Fault) reject(reply)
          else resolve(reply)
        }
        pending.set(id, { settle })
        // A failed send means the process is going; `ended` settles the rest.
        child.send({ ...message, id } as ToPcsc, () => {})
      })
    },
  }
}

function connectSocket(path: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(SOCKET_LIMIT_MS)])
    const socket = createConnection({ path })
    const aborted = () => socket.destroy(new Error('no answer in time'))
    limit.addEventListener('abort', aborted, { once: true })
    socket.once('error', (error) => reject(new Fault('card.reader-gone', `pcscd: ${error.message}`)))
    socket.once('connect', () => {
      limit.removeEventListener('abort', aborted)
      socket.on('error', () => {})
      socket.resume()
      resolve(socket)
    })
  })
}
