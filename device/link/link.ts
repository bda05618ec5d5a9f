import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { Listeners } from '../../drivers/listeners.ts'
import { decoder } from '../contract/decode.ts'
import { Fault, isFault } from '../contract/faults.ts'
import type { Health } from '../contract/health.ts'
import {
  type BoxRequest,
  type HubRequest,
  LinkDown,
  type LinkUp,
  type Reply,
  type Report,
  type Target,
} from '../contract/link.ts'
import { CONTRACT } from '../contract/nouns.ts'
import type { Proposal } from '../contract/proposal.ts'
import type { Log } from '../log.ts'
import type { Credentials } from './credentials.ts'

/** Between two attempts to reach the hub (ms): short, since a citizen may be waiting. */
const RETRY_MS = 500
const RETRY_MAX_MS = 5_000
/** The hub pings; a line that is silent for longer is cut and opened again (ms). */
const SILENT_MS = 12_000
/** A reply that takes longer is given up; the request may be made again (ms). */
const REPLY_MS = 30_000

export type LinkState = { is: 'down'; fault: Fault | null } | { is: 'up'; name: string; place: string }

export type LinkOptions = {
  url: string
  /** The hub's CA, pinned at enrolment. */
  ca: string
  /** The certificate to show, fetched anew when it is due. Rejects with `hub.gone` or `hub.refused`. */
  credentials(stop: AbortSignal): Promise<Credentials>
  software: string
  log: Log
  /** What was found here, while the hub has no configuration for this box. */
  proposal?: Proposal
  /** Answers the hub's requests; exactly once each. */
  onRequest(request: HubRequest): Promise<Reply>
}

const decodeDown = decoder(LinkDown)

/** The one outbound connection to the hub: comes back by itself, says its whole state anew each time. */
export class Link {
  readonly #options: LinkOptions
  /** Random per process: tells the hub a restart, whose evidence is gone, from a gap in the line. */
  readonly #boot = randomUUID()
  readonly #targets = new Listeners<Target>()
  readonly #states = new Listeners<LinkState>()
  readonly #acks = new Listeners<number>()
  readonly #replies = new Map<string, (reply: Reply | null) => void>()
  #socket: WebSocket | null = null
  #report: Report | null = null
  #health: Health | null = null
  #state: LinkState = { is: 'down', fault: null }

  constructor(options: LinkOptions) {
    this.#options = options
  }

  get state(): LinkState {
    return this.#state
  }

  onTarget(listener: (target: Target) => void): () => void {
    return this.#targets.add(listener)
  }

  onState(listener: (state: LinkState) => void): () => void {
    return this.#states.add(listener)
  }

  /** Told the highest number of an event that the hub has stored. */
  onAck(listener: (upTo: number) => void): () => void {
    return this.#acks.add(listener)
  }

  /** State up: whole, latest wins. Sent now and after every reconnect. */
  report(report: Report): void {
    this.#report = this.#health ? { ...report, health: this.#health } : report
    this.send({ is: 'report', report: this.#report })
  }

  /** How the box is; goes with the report, now and from here on. */
  health(health: Health): void {
    this.#health = health
    if (this.#report) this.report(this.#report)
  }

  send(message: LinkUp): boolean {
    if (this.#state.is !== 'up' || this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#socket.send(JSON.stringify(message))
    return true
  }

  /** Asks the hub and waits for its one reply. `later` when there is no line, or it is cut before the reply came. */
  async request(request: BoxRequest): Promise<Reply> {
    const id = randomUUID()
    let timer: NodeJS.Timeout | undefined
    const answered = new Promise<Reply | null>((resolve) => {
      this.#replies.set(id, resolve)
      timer = setTimeout(() => resolve(null), REPLY_MS)
    })
    try {
      if (!this.send({ is: 'request', id, request })) return { is: 'later', why: 'no connection to the hub' }
      return (await answered) ?? { is: 'later', why: 'the hub did not reply' }
    } finally {
      clearTimeout(timer)
      this.#replies.delete(id)
    }
  }

  /** Keeps the connection until `stop` aborts. */
  async run(stop: AbortSignal): Promise<void> {
    let pause = RETRY_MS
    while (!stop.aborted) {
      const fault = await this.#options.credentials(stop).then(
        (shown) => this.#connect(shown, stop),
        (error) => {
          if (isFault(error) || stop.aborted) return isFault(error) ? error : null
          throw error
        },
      )
      if (this.#state.is === 'up') pause = RETRY_MS
      if (stop.aborted) return
      this.#set({ is: 'down', fault })
      for (const reply of this.#replies.values()) reply(null)
      this.#options.log.warn({ fault: fault?.code, detail: fault?.detail }, 'hub not connected')
      await sleep(pause, undefined, { signal: stop }).catch(() => {})
      pause = Math.min(pause * 2, RETRY_MAX_MS)
    }
  }

  #set(state: LinkState): void {
    this.#state = state
    this.#states.tell(state)
  }

  /** One connection, from opening to its end; resolves with what ended it. */
  #connect({ key, cert }: Credentials, stop: AbortSignal): Promise<Fault | null> {
    const { url, ca, software, proposal } = this.#options
    return new Promise((resolve) => {
      const socket = new WebSocket(url, { key, cert, ca, handshakeTimeout: 8_000, maxPayload: 16 * 1024 * 1024 })
      this.#socket = socket
      let fault: Fault | null = null
      let silence: NodeJS.Timeout | undefined
      const alive = () => {
        clearTimeout(silence)
        silence = setTimeout(() => socket.terminate(), SILENT_MS)
      }
      const end = () => socket.close(1000)
      stop.addEventListener('abort', end, { once: true })
      socket.on('open', () => {
        alive()
        const known = { software, boot: this.#boot, ...(proposal ? { proposal } : {}) }
        socket.send(JSON.stringify({ is: 'hello', contract: CONTRACT, ...known } satisfies LinkUp))
      })
      socket.on('ping', alive)
      socket.on('message', (data) => {
        alive()
        try {
          this.#take(decodeDown(String(data)))
        } catch (error) {
          if (!isFault(error)) throw error
          fault = error
          socket.close(1003)
        }
      })
      socket.on('unexpected-response', (_request, response) => {
        fault = new Fault(response.statusCode === 401 ? 'hub.refused' : 'hub.gone', `HTTP ${response.statusCode}`)
        socket.terminate()
      })
      socket.on('error', (error) => {
        const code = (error as NodeJS.ErrnoException).code ?? error.message
        fault ??= new Fault(/ALERT|CERT/.test(code) ? 'hub.refused' : 'hub.gone', code)
      })
      socket.on('close', (code, reason) => {
        clearTimeout(silence)
        stop.removeEventListener('abort', end)
        this.#socket = null
        resolve(
          fault ?? new Fault(code === 1008 || code === 4401 ? 'hub.refused' : 'hub.gone', `closed ${code} ${reason}`),
        )
      })
    })
  }

  #take(message: LinkDown): void {
    switch (message.is) {
      case 'hello':
        this.#set({ is: 'up', name: message.name, place: message.place })
        if (this.#report) this.send({ is: 'report', report: this.#report })
        return
      case 'target':
        return this.#targets.tell(message.target)
      case 'ack':
        return this.#acks.tell(message.upTo)
      case 'reply':
        this.#replies.get(message.id)?.(message.reply)
        return
      case 'request': {
        const { id } = message
        void this.#options
          .onRequest(message.request)
          .catch((error): Reply => {
            // A bug in one visit's answer must not end the box: the hub hears that it may ask again.
            this.#options.log.error({ error: String(error) }, 'a request of the hub failed')
            return { is: 'later', why: 'the box could not handle it' }
          })
          .then((reply) => this.send({ is: 'reply', id, reply }))
        return
      }
    }
  }
}
