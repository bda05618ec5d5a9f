/**
 * The certificate that opens the box port. Its key is made here at every start and lies in memory only; the identity key
 * vouches for it. So a stolen disk opens nothing, and a box that was off for a month comes back by itself.
 */
import { request as httpsRequest } from 'node:https'
import { decoder } from '../contract/decode.ts'
import { Fault, isFault } from '../contract/faults.ts'
import { RenewChallenge, Renewed } from '../contract/fleet.ts'
import { makeRequest } from './csr.ts'
import { type Signer, signAs } from './seal.ts'

/** The hub answers from its database; longer means that it is not there (ms). */
const ANSWER_MS = 15_000
const ANSWER_BYTES = 64 * 1024

const decodeChallenge = decoder(RenewChallenge)
const decodeRenewed = decoder(Renewed)

export type Credentials = { key: string; cert: string; until: Date }

/** Who asks for a certificate, and of whom. `hub`: `wss://…/box`; `ca`: the hub's, PEM, pinned at enrolment. */
export type Owner = { box: string; hub: string; ca: string; key: Signer }

/**
 * Says something to the hub in the identity key's name, without a certificate: `POST /<what>` with the content, box and a
 * fresh challenge, signed. Returns the answer's text. `Fault('hub.refused')` or `Fault('hub.gone')`.
 */
export async function sayToHub(
  { box, hub, ca, key }: Owner,
  what: 'renew' | 'retired' | 'acceptance' | 'technician',
  content: object,
  signal?: AbortSignal,
): Promise<unknown> {
  const base = hub.replace(/^wss:/, 'https:')
  const ask = (path: string, body: object) => post(new URL(path, base), ca, body, signal)
  const { challenge } = decodeChallenge(await ask('/renew/challenge', { box }))
  return ask(`/renew/${what}`, { jws: await signAs(key, { ...content, is: what, box, challenge }) })
}

/** Fetches a certificate for a fresh key. `Fault('hub.refused')` for a box that may not come in, `hub.gone` else. */
export async function renew(owner: Owner, signal?: AbortSignal): Promise<Credentials> {
  const made = await makeRequest()
  const { certificate, until } = decodeRenewed(await sayToHub(owner, 'renew', { csr: made.csr }, signal))
  return { key: made.key, cert: certificate, until: new Date(until) }
}

/** The certificate to connect with: fetched when there is none or half its time is over. */
export function credentials(
  owner: Owner,
): ((signal?: AbortSignal) => Promise<Credentials>) & { held(): Credentials | null } {
  let held: { value: Credentials; renewAt: number } | null = null
  const fetchOne = async (signal?: AbortSignal) => {
    if (held && Date.now() < held.renewAt) return held.value
    const value = await renew(owner, signal)
    held = { value, renewAt: (Date.now() + value.until.getTime()) / 2 }
    return value
  }
  return Object.assign(fetchOne, { held: () => held?.value ?? null })
}

function post(url: URL, ca: string, body: object, signal?: AbortSignal): Promise<unknown> {
  const limit = AbortSignal.timeout(ANSWER_MS)
  return new Promise((resolve, reject) => {
    const gone = (error: Error) => {
      const code = (error as NodeJS.ErrnoException).code ?? error.message
      // A hub whose certificate is not by the pinned CA is somebody else's.
      reject(isFault(error) ? error : new Fault(/CERT|SIGNATURE|ALERT/.test(code) ? 'hub.refused' : 'hub.gone', code))
    }
    const request = httpsRequest(
      url,
      {
        method: 'POST',
        ca,
        agent: false,
        minVersion: 'TLSv1.3',
        headers: { 'content-type': 'application/json' },
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
          // With an error: a stream that only ends here would leave whoever asked waiting for ever.
          if (text.length > ANSWER_BYTES) response.destroy(new Error('the answer is too long'))
        })
        response.on('error', gone)
        response.on('end', () => {
          const { statusCode = 0 } = response
          if (statusCode === 200) return resolve(text)
          gone(new Fault(statusCode === 401 || statusCode === 403 ? 'hub.refused' : 'hub.gone', `HTTP ${statusCode}`))
        })
      },
    )
    request.on('error', gone)
    request.end(JSON.stringify(body))
  })
}
