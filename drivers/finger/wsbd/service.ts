import { Fault } from '../../../device/contract/faults.ts'
import { decodeResult, encodeConfiguration, type WsbdResult, type WsbdStatus } from './result.ts'

/** Everything but a capture is answered at once; a service across the counter's network is slow after this (ms). */
const ANSWER_MS = 5_000
/** A picture is a few hundred kilobytes in base 64; more is no answer (bytes). */
const MOST_ANSWER = 32 << 20

const GONE = 'finger.gone'

/** A WS-BD service at its address: one request, one checked answer. */
export type WsbdService = {
  ask(method: 'GET' | 'POST' | 'DELETE', path: string, signal: AbortSignal, more?: Asked): Promise<WsbdResult>
}
type Asked = { body?: ReadonlyMap<string, string>; ms?: number }

export function wsbdService(url: string): WsbdService {
  const base = url.replace(/\/$/, '')
  return {
    async ask(method, path, signal, { body, ms = ANSWER_MS } = {}) {
      const own = new AbortController()
      const timer = setTimeout(() => own.abort(), ms)
      let text: string
      try {
        const response = await fetch(`${base}${path}`, {
          method,
          // A print goes where the configuration says, nowhere else.
          redirect: 'error',
          ...(body ? { body: encodeConfiguration(body), headers: { 'content-type': 'application/xml' } } : {}),
          signal: AbortSignal.any([signal, own.signal]),
        })
        if (Number(response.headers.get('content-length') ?? 0) > MOST_ANSWER) {
          throw new Fault('finger.protocol', 'an answer too large to be one')
        }
        text = await response.text()
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof Fault) throw error
        throw new Fault(GONE, own.signal.aborted ? `no answer to ${path}` : 'no service', { cause: error })
      } finally {
        clearTimeout(timer)
      }
      const result = decodeResult(text)
      if (typeof result === 'string') throw new Fault('finger.protocol', result)
      return result
    },
  }
}

/** The fault that stands for a status which is no success. */
export function statusFault(what: string, status: WsbdStatus): Fault {
  const detail = `${what}: ${status}`
  // Session or lock are lost, or someone else has them: the driver opens the service anew until it gets them.
  if (status === 'invalidId' || status === 'lockNotHeld' || status === 'lockHeldByAnother')
    return new Fault(GONE, detail)
  if (status === 'badValue' || status === 'noSuchParamter' || status === 'unsupported') {
    return new Fault('config.invalid', detail)
  }
  return new Fault('finger.protocol', detail)
}
