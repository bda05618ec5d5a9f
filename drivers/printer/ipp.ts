import http from 'node:http'
import https from 'node:https'
import ipp from '@sealsystems/ipp'
import { Fault } from '../../device/contract/faults.ts'
import { pinnedAgent } from '../pinned.ts'

/** A printer on the same desk answers in milliseconds; asleep it may take seconds (ms). */
const ANSWER_TIMEOUT_MS = 5_000

/** As the library parses it: one group alone is not put in a list. */
type Raw = {
  statusCode?: string
  'job-attributes-tag'?: Attributes | Attributes[]
  'printer-attributes-tag'?: Attributes
} | null

type Value = string | number | boolean | undefined
export type Attributes = Record<string, Value | Value[]>
export type Answer = { statusCode: string; job: Attributes[]; printer: Attributes }

/** No answer. `sent`: the connection stood, so the request may have been carried out. */
export class NoAnswer extends Error {
  readonly sent: boolean
  constructor(sent: boolean, cause: unknown) {
    super('the printer did not answer', { cause })
    this.sent = sent
  }
}

export type IppPrinter = {
  /** One operation of RFC 8011. Rejects with `NoAnswer`; an answer that is an error is returned. */
  ask(operation: string, attributes?: Attributes, extra?: { job?: Attributes; data?: Buffer }): Promise<Answer>
}

/** Requests carry this user: never the citizen's name. */
const USER = 'borgerboks'

/** `url`: `ipp://host[:631]/ipp/print` or `ipps://…`; then only the printer with that `certificate` (PEM) is spoken to. */
export function ippPrinter(url: string, certificate?: string): IppPrinter {
  // A fresh connection each time: one kept alive may be closed by the printer just as a job is sent over it.
  const secure = /^(https|ipps):/.test(url)
  const agent =
    secure && certificate ? pinnedAgent(certificate) : new (secure ? https : http).Agent({ keepAlive: false })
  const printer = new ipp.Printer(url, { timeout: ANSWER_TIMEOUT_MS, agent })
  return {
    ask(operation, attributes = {}, extra = {}) {
      const message = {
        'operation-attributes-tag': { ...attributes, 'requesting-user-name': USER },
        ...(extra.job ? { 'job-attributes-tag': extra.job } : {}),
        ...(extra.data ? { data: extra.data } : {}),
      }
      return new Promise((resolve, reject) => {
        printer.execute(operation, message, (error, raw: Raw) => {
          if (error) return reject(new NoAnswer((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED', error))
          if (!raw?.statusCode) return reject(new NoAnswer(true, new Error('not an IPP answer')))
          const jobs = raw['job-attributes-tag'] ?? []
          resolve({
            statusCode: raw.statusCode,
            job: Array.isArray(jobs) ? jobs : [jobs],
            printer: raw['printer-attributes-tag'] ?? {},
          })
        })
      })
    },
  }
}

export function succeeded(answer: Answer): boolean {
  return answer.statusCode.startsWith('successful')
}

/** An attribute as a list of words, however many it has. */
export function words(value: Attributes[string]): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.filter((word) => typeof word === 'string')
}

export function refused(operation: string, answer: Answer): Fault {
  return new Fault('printer.refused', `${operation}: ${answer.statusCode}`)
}
