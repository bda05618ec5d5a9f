import http from 'node:http'
import https from 'node:https'
import { Fault } from '../../device/contract/faults.ts'
import { pinnedAgent } from '../pinned.ts'

/** A terminal on the same desk takes a connection at once; a switched-off one never (ms). */
const CONNECT_MS = 4_000
/** A receipt and its frame are some kilobytes; more is no answer (bytes). */
const MOST_BYTES = 1_000_000

/**
 * No answer. `sent`: the connection stood, so the terminal may have done what it was told. Only then is there anything to
 * find out.
 */
export class NoAnswer extends Error {
  readonly sent: boolean
  constructor(sent: boolean, cause?: unknown) {
    super('the terminal did not answer', { cause })
    this.sent = sent
  }
}

export type Transport = {
  /** Posts one message and waits for its answer; rejects with `NoAnswer`, or `Fault('payment.refused')` for another certificate. */
  post(body: string, limitMs: number, signal?: AbortSignal): Promise<string>
}

/** `url`: `https://host:8443/nexo`. `certificate` (PEM) is the terminal's, pinned at provisioning. */
export function terminalTransport(url: string, certificate?: string): Transport {
  const secure = url.startsWith('https:')
  return {
    post(body, limitMs, signal) {
      // A connection of its own each time: a payment holds its connection until it is answered, and an abort goes beside it.
      const agent = secure && certificate ? pinnedAgent(certificate) : undefined
      return new Promise((resolve, reject) => {
        let sent = false
        const request = (secure ? https : http).request(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
          ...(agent ? { agent } : { agent: false }),
        })
        const timer = setTimeout(() => request.destroy(new Error('no answer in time')), limitMs)
        const early = setTimeout(() => !sent && request.destroy(new Error('no connection')), CONNECT_MS)
        const aborted = () => request.destroy(new Error('given up'))
        signal?.addEventListener('abort', aborted, { once: true })
        const end = () => {
          clearTimeout(timer)
          clearTimeout(early)
          signal?.removeEventListener('abort', aborted)
          agent?.destroy()
        }
        request.on('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', () => (sent = true)))
        request.on('response', (response) => {
          const chunks: Buffer[] = []
          let size = 0
          response.on('data', (chunk: Buffer) => {
            size += chunk.length
            if (size > MOST_BYTES) return request.destroy(new Error('too long'))
            chunks.push(chunk)
          })
          response.on('end', () => {
            end()
            if (response.statusCode !== 200) reject(new NoAnswer(true, new Error(`HTTP ${response.statusCode}`)))
            else resolve(Buffer.concat(chunks).toString())
          })
          response.on('error', (error) => {
            end()
            reject(new NoAnswer(true, error))
          })
        })
        request.on('error', (error) => {
          end()
          if (/pinned|certificate|self.signed/i.test(error.message) && !sent)
            return reject(new Fault('payment.refused', 'the terminal’s certificate is not the pinned one'))
          reject(new NoAnswer(sent, error))
        })
        request.end(body)
      })
    },
  }
}
