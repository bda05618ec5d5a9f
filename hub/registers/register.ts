import Type, { type TSchema } from 'typebox'
import {
  HealthRecord,
  LicenceRecord,
  type LookedUp,
  type PaperKind,
  ResidenceRecord,
  type Subject,
} from '../../device/contract/certificate.ts'
import { decoder } from '../../device/contract/decode.ts'
import { Fault, isFault } from '../../device/contract/faults.ts'

/** A register answers in a second or two; a citizen waits behind this (ms). */
const ANSWER_MS = 8_000
/** A life's addresses; more is no answer (bytes). */
const ANSWER_BYTES = 100_000

/** What the hub asks of a national register, in its own words; how the register is spoken to is the adapter's business. */
export type Register = {
  /** Throws `register.gone` when nobody answers, or not sensibly. */
  ask(purpose: PaperKind, subject: Subject, stop: AbortSignal): Promise<LookedUp>
}

const status = { status: Type.Union([Type.Literal('found'), Type.Literal('protected'), Type.Literal('not-valid')]) }
const Answer = <T extends TSchema>(record: T) => Type.Object({ ...status, record: Type.Optional(record) })
const decodePerson = decoder(Answer(ResidenceRecord))
const decodeLicence = decoder(Answer(LicenceRecord))
const decodeHealth = decoder(Answer(HealthRecord))

const paths: Record<PaperKind, string> = {
  'residence-certificate': 'persons',
  'temporary-licence': 'licences',
  'temporary-health-card': 'health-cards',
}

/**
 * The registers of persons, driving licences and health insurance over HTTPS (JSON): `POST <base>/persons`, `/licences`, `/health-cards` with
 * `{personalNumber, dateOfBirth, purpose}`. The person number's day of birth must be the chip's: a number that was read
 * wrong is nobody else's certificate. The national interfaces differ; each is another value of `Register`.
 */
export function httpRegister(options: { base: string; token: string }): Register {
  async function post(path: string, body: object, stop: AbortSignal): Promise<string | null> {
    try {
      const response = await fetch(`${options.base.replace(/\/$/, '')}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${options.token}` },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.any([stop, AbortSignal.timeout(ANSWER_MS)]),
      })
      if (response.status === 404) return null
      const text = await response.text()
      if (response.status !== 200 || text.length > ANSWER_BYTES) throw new Error(`HTTP ${response.status}`)
      return text
    } catch (cause) {
      throw new Fault('register.gone', (cause as Error).message, { cause })
    }
  }

  return {
    async ask(purpose, subject, stop) {
      if (!subject.personalNumber) return { is: 'unknown' }
      const request = { personalNumber: subject.personalNumber, dateOfBirth: subject.dateOfBirth, purpose }
      const text = await post(paths[purpose], request, stop)
      if (text === null) return { is: 'unknown' }
      try {
        if (purpose === 'temporary-health-card') {
          const { status, record } = decodeHealth(text)
          return status === 'found' && record
            ? { is: 'health', record }
            : { is: status === 'found' ? 'unknown' : status }
        }
        if (purpose === 'temporary-licence') {
          const { status, record } = decodeLicence(text)
          return status === 'found' && record
            ? { is: 'licence', record }
            : { is: status === 'found' ? 'unknown' : status }
        }
        const { status, record } = decodePerson(text)
        return status === 'found' && record
          ? { is: 'residence', record }
          : { is: status === 'found' ? 'unknown' : status }
      } catch (cause) {
        if (isFault(cause)) throw new Fault('register.gone', 'the register’s answer is not as agreed', { cause })
        throw cause
      }
    },
  }
}
