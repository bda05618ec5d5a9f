import http from 'node:http'
import https from 'node:https'

/** A printer on the same desk answers in milliseconds; asleep it may take seconds (ms, of silence). */
const SILENCE_MS = 5_000
/** The list of a printer's jobs is some ten kilobytes; more is no answer (bytes). */
const MOST_BYTES = 1_000_000

/** No answer. `sent`: the connection stood, so the request may have been carried out. */
export class NoAnswer extends Error {
  readonly sent: boolean
  constructor(sent: boolean, cause: unknown) {
    super('the printer did not answer', { cause })
    this.sent = sent
  }
}

/**
 * Posts one message over a connection of its own and resolves with the whole answer; whatever happens to the connection,
 * also in the middle of the answer, rejects with `NoAnswer`. `url`: `http:` or `https:`; `agent` decides whom it trusts.
 */
export function post(url: string, body: Buffer, agent: http.Agent): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let connected = false
    const fail = (error: unknown) => {
      reject(new NoAnswer(connected, error))
      request.destroy()
    }
    const request = (url.startsWith('https:') ? https : http).request(url, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/ipp', 'content-length': body.length },
    })
    request.setTimeout(SILENCE_MS, () => fail(new Error('no answer in time')))
    request.on('socket', (socket) => socket.once('connect', () => (connected = true)))
    request.on('error', fail)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > MOST_BYTES) return fail(new Error('too long an answer'))
        chunks.push(chunk)
      })
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks))
        else fail(new Error(`HTTP ${response.statusCode}`))
      })
      // Torn off in the middle: there is no end then.
      response.on('error', fail)
      response.on('aborted', () => fail(new Error('torn off')))
    })
    request.end(body)
  })
}
