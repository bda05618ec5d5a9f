import http from 'node:http'
import https from 'node:https'
import ipp from '@sealsystems/ipp'
import { Fault } from '../../device/contract/faults.ts'
import { pinnedAgent } from '../pinned.ts'
import { NoAnswer, post } from './post.ts'
import { assertWellFormed } from './well-formed.ts'

/** As the library parses it: one group alone is not put in a list. */
type Raw = {
  statusCode: string
  'job-attributes-tag'?: Attributes | Attributes[]
  'printer-attributes-tag'?: Attributes
}

type Value = string | number | boolean | undefined
export type Attributes = Record<string, Value | Value[]>
export type Answer = { statusCode: string; job: Attributes[]; printer: Attributes }

export type IppPrinter = {
  /** One operation of RFC 8011. Rejects with `NoAnswer`; an answer that is an error is returned. */
  ask(operation: string, attributes?: Attributes, extra?: { job?: Attributes; data?: Buffer }): Promise<Answer>
}

/** Requests carry this user: never the citizen's name. */
const USER = 'borgerboks'

/** Where IPP is spoken when the address does not say (RFC 3510 §4.1). */
const IPP_PORT = '631'

/** `url`: `ipp://host[:631]/ipp/print` or `ipps://…`; then only the printer with that `certificate` (PEM) is spoken to. */
export function ippPrinter(url: string, certificate?: string): IppPrinter {
  const secure = /^(https|ipps):/.test(url)
  const address = new URL(url.replace(/^ipps?:/, secure ? 'https:' : 'http:'))
  if (/^ipps?:/.test(url) && !/:\d+$/.test(url.split('/')[2] ?? '')) address.port = IPP_PORT
  // A fresh connection each time: one kept alive may be closed by the printer just as a job is sent over it.
  const agent =
    secure && certificate ? pinnedAgent(certificate) : new (secure ? https : http).Agent({ keepAlive: false })
  let requests = 0
  return {
    async ask(operation, attributes = {}, extra = {}) {
      requests += 1
      const { 'job-id': job, ...others } = attributes
      const message = {
        version: '2.0',
        operation,
        id: requests,
        // The first ones in the order of RFC 8011 §4.1.5.
        'operation-attributes-tag': {
          'attributes-charset': 'utf-8',
          'attributes-natural-language': 'en',
          'printer-uri': url,
          ...(job === undefined ? {} : { 'job-id': job }),
          'requesting-user-name': USER,
          ...others,
        },
        ...(extra.job ? { 'job-attributes-tag': extra.job } : {}),
        ...(extra.data ? { data: extra.data } : {}),
      }
      const raw = readAnswer(await post(address.href, ipp.serialize(message), agent))
      const jobs = raw['job-attributes-tag'] ?? []
      return {
        statusCode: raw.statusCode,
        job: Array.isArray(jobs) ? jobs : [jobs],
        printer: raw['printer-attributes-tag'] ?? {},
      }
    },
  }
}

function readAnswer(bytes: Buffer): Raw {
  try {
    assertWellFormed(bytes)
    const raw = ipp.parse(bytes) as Partial<Raw> | null
    if (raw?.statusCode) return raw as Raw
  } catch (error) {
    throw new NoAnswer(true, error)
  }
  throw new NoAnswer(true, new Error('not an IPP answer'))
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
