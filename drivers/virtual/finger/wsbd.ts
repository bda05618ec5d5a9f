import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { dictionary, encodeResult, type WsbdResult, type WsbdStatus } from '../../finger/wsbd/result.ts'
import { parseXml } from '../../finger/wsbd/xml.ts'
import { type Finger, press } from './press.ts'

/** How long a scanner of this kind takes for a picture, and to start up (ms). */
const IMAGING_MS = 600
const START_MS = 800
/** How often it looks for a finger (ms). */
const LOOK_MS = 30

type Result = Partial<WsbdResult> & { status: WsbdStatus }
type Operation = 'register' | 'lock' | 'initialize' | 'configure' | 'capture' | 'download' | 'cancel' | 'info'

/** A passport-grade scanner behind its WS-BD service. `port` 0 takes a free one; replugged it keeps it. */
export class VirtualWsbdSensor {
  readonly #pace: 'real' | 'none'
  #port: number
  #server: Server | undefined
  #finger: Finger | undefined
  readonly #sessions = new Set<string>()
  #lock: string | undefined
  #initialized = false
  #settings = new Map<string, string>()
  readonly #pictures = new Map<string, Uint8Array>()
  readonly #failures: { operation: Operation; answer: WsbdStatus | 'garbage' | 'hang-up' }[] = []
  #cancelled = false
  #captures = 0
  /** All it ever said and heard, for whoever holds it against the schema. */
  readonly spoken: string[] = []

  constructor(options: { port?: number; pace?: 'real' | 'none' } = {}) {
    this.#port = options.port ?? 0
    this.#pace = options.pace ?? 'real'
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  start(): Promise<void> {
    return this.plug()
  }

  stop(): Promise<void> {
    return this.unplug()
  }

  async plug(): Promise<void> {
    if (this.#server) return
    const server = createServer((request, response) => {
      void this.#answer(request).then((answer) => {
        if (answer === null) return request.socket.destroy()
        this.spoken.push(answer)
        response.setHeader('content-type', 'application/xml')
        response.end(answer)
      })
    })
    this.#server = server
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as AddressInfo).port
  }

  /** The service ends, and with it all sessions. */
  async unplug(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    this.#sessions.clear()
    this.#lock = undefined
    this.#initialized = false
    server?.closeAllConnections()
    if (server) await new Promise((resolve) => server.close(resolve))
  }

  lay(finger: Finger): void {
    this.#finger = finger
  }

  lift(): void {
    this.#finger = undefined
  }

  /** The next `operation` is answered so instead of being done. */
  fail(operation: Operation, answer: WsbdStatus | 'garbage' | 'hang-up', times = 1): void {
    for (let i = 0; i < times; i++) this.#failures.push({ operation, answer })
  }

  /** Another program takes the lock. */
  steal(): void {
    this.#lock = randomUUID()
  }

  release(): void {
    this.#lock = undefined
  }

  state() {
    return {
      plugged: this.#server !== undefined,
      url: this.url,
      finger: this.#finger ?? null,
      sessions: this.#sessions.size,
      captures: this.#captures,
    }
  }

  /** The XML to send; null hangs up. */
  async #answer(request: IncomingMessage): Promise<string | null> {
    let body = ''
    for await (const part of request) body += part
    const [, operation = '', id = ''] = (request.url ?? '').split('/')
    const failure = this.#failures.findIndex((one) => one.operation === operation)
    if (failure >= 0) {
      const { answer } = this.#failures.splice(failure, 1)[0]!
      if (answer === 'garbage') return '<result xmlns="urn:oid:2.16.840.1.101.3.9.3.1"><status>succ'
      return answer === 'hang-up' ? null : encodeResult({ status: answer })
    }
    if (body) this.spoken.push(body)
    return encodeResult(await this.#do(`${request.method} ${operation}`, id, body))
  }

  async #do(what: string, id: string, body: string): Promise<Result> {
    if (what === 'GET info') return { status: 'success', metadata: new Map([['modality', 'Finger']]) }
    if (what === 'GET download') return this.#download(id)
    if (what === 'POST register') {
      const sessionId = randomUUID()
      this.#sessions.add(sessionId)
      return { status: 'success', sessionId }
    }
    if (!this.#sessions.has(id)) return { status: 'invalidId' }
    if (what === 'DELETE register') this.#sessions.delete(id)
    if (what === 'DELETE register' || (what === 'DELETE lock' && this.#lock === id)) {
      if (this.#lock === id) this.#lock = undefined
      return { status: 'success' }
    }
    if (what === 'POST lock') {
      if (this.#lock !== undefined && this.#lock !== id) return { status: 'lockHeldByAnother' }
      this.#lock = id
      return { status: 'success' }
    }
    if (this.#lock !== id) return { status: this.#lock === undefined ? 'lockNotHeld' : 'lockHeldByAnother' }
    if (what === 'POST cancel') {
      this.#cancelled = true
      return { status: 'success' }
    }
    if (what === 'POST initialize') {
      if (this.#pace === 'real') await sleep(START_MS)
      this.#initialized = true
      return { status: 'success' }
    }
    if (!this.#initialized) return { status: 'initializationNeeded' }
    if (what === 'POST configure') return this.#configure(body)
    if (what === 'POST capture') return this.#capture()
    return { status: 'unsupported' }
  }

  #configure(body: string): Result {
    const root = parseXml(body)
    if (typeof root === 'string' || root.name !== 'configuration') return { status: 'failure' }
    const settings = dictionary(root)
    const bad =
      settings.get('resolution') !== '500'
        ? ['resolution']
        : settings.get('contentType') !== 'image/png'
          ? ['contentType']
          : []
    if (bad.length > 0) return { status: 'badValue', badFields: bad }
    this.#settings = settings
    return { status: 'success' }
  }

  async #capture(): Promise<Result> {
    this.#cancelled = false
    const until = performance.now() + Number(this.#settings.get('timeout') ?? 10_000)
    while (!this.#finger) {
      if (this.#cancelled) return { status: 'canceled' }
      if (performance.now() > until) return { status: 'sensorTimeout' }
      await sleep(LOOK_MS)
    }
    if (this.#pace === 'real') await sleep(IMAGING_MS)
    const { width, height, pixels } = press(this.#finger)
    const id = randomUUID()
    const raw = { raw: { width, height, channels: 1 as const } }
    this.#pictures.set(
      id,
      await sharp(pixels, raw).toColourspace('b-w').withMetadata({ density: 500 }).png().toBuffer(),
    )
    this.#captures++
    return { status: 'success', captureIds: [id] }
  }

  /** Once: what was fetched is not kept. */
  #download(id: string): Result {
    const sensorData = this.#pictures.get(id)
    if (!sensorData) return { status: 'invalidId' }
    this.#pictures.delete(id)
    return {
      status: 'success',
      metadata: new Map([
        ['contentType', 'image/png'],
        ['modality', 'Finger'],
      ]),
      sensorData,
    }
  }
}
