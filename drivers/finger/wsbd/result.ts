import { type Element, escaped, parseXml } from './xml.ts'

/** Namespace of all messages (NIST SP 500-288, Appendix A). */
export const WSBD = 'urn:oid:2.16.840.1.101.3.9.3.1'

export const statuses = [
  'success',
  'failure',
  'invalidId',
  'canceled',
  'canceledWithSensorFailure',
  'sensorFailure',
  'lockNotHeld',
  'lockHeldByAnother',
  'initializationNeeded',
  'configurationNeeded',
  'sensorBusy',
  'sensorTimeout',
  'unsupported',
  'badValue',
  // So spelt in the published schema.
  'noSuchParamter',
  'preparingDownload',
] as const
export type WsbdStatus = (typeof statuses)[number]

export type WsbdResult = {
  status: WsbdStatus
  badFields: string[]
  captureIds: string[]
  metadata: Map<string, string>
  message: string | null
  sensorData: Uint8Array | null
  sessionId: string | null
}

const UUID = /^[\da-fA-F]{8}(-[\da-fA-F]{4}){3}-[\da-fA-F]{12}$/
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/
/** The schema's sequence: each at most once, in this order. */
const ORDER = ['status', 'badFields', 'captureIds', 'metadata', 'message', 'sensorData', 'sessionId']

/** A service's answer, held against what the published schema says of `Result`; a sentence when it does not hold. */
export function decodeResult(text: string): WsbdResult | string {
  const root = parseXml(text)
  if (typeof root === 'string') return `XML that ${root}`
  if (root.name !== 'result' || root.namespace !== WSBD) return `no WS-BD result but ${root.name}`
  let last = -1
  for (const { name, namespace } of root.children) {
    const place = namespace === WSBD ? ORDER.indexOf(name) : -1
    if (place <= last) return `a result with ${name} out of place`
    last = place
  }
  const child = (name: string) => root.children.find((one) => one.name === name && !one.nil)
  const status = statuses.find((known) => known === child('status')?.text.trim())
  if (!status) return 'a result without a known status'
  const listed = (name: string): string[] => elements(child(name), 'element').map(({ text }) => text.trim())
  const captureIds = listed('captureIds')
  const sessionId = child('sessionId')?.text.trim() ?? null
  if ([...captureIds, ...(sessionId === null ? [] : [sessionId])].some((id) => !UUID.test(id)))
    return 'an id that is no UUID'
  const data = child('sensorData')?.text ?? null
  if (data !== null && !BASE64.test(data)) return 'sensor data that is no base 64'
  return {
    status,
    badFields: listed('badFields'),
    captureIds,
    metadata: dictionary(child('metadata')),
    message: child('message')?.text ?? null,
    sensorData: data === null ? null : new Uint8Array(Buffer.from(data, 'base64')),
    sessionId,
  }
}

const elements = (of: Element | undefined, name: string): Element[] =>
  of?.children.filter((one) => one.name === name) ?? []

export function dictionary(of: Element | undefined): Map<string, string> {
  const out = new Map<string, string>()
  for (const { children } of elements(of, 'item')) {
    const text = (name: string) => children.find((one) => one.name === name)?.text.trim() ?? ''
    out.set(text('key'), text('value'))
  }
  return out
}

const XSD = 'http://www.w3.org/2001/XMLSchema'
const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

function items(of: ReadonlyMap<string, string>): string {
  const one = ([key, value]: [string, string]) =>
    `<item><key>${escaped(key)}</key><value xsi:type="xs:string">${escaped(value)}</value></item>`
  return [...of].map(one).join('')
}

const document = (root: string, body: string) =>
  `<?xml version="1.0" encoding="utf-8"?>\n<${root} xmlns="${WSBD}" xmlns:xsi="${XSI}" xmlns:xs="${XSD}">${body}</${root}>`

export const encodeConfiguration = (of: ReadonlyMap<string, string>): string => document('configuration', items(of))

/** What a service says; the counterpart of `decodeResult`. */
export function encodeResult(result: Partial<WsbdResult> & { status: WsbdStatus }): string {
  const list = (name: string, of: readonly string[] | undefined) =>
    of && of.length > 0 ? `<${name}>${of.map((one) => `<element>${escaped(one)}</element>`).join('')}</${name}>` : ''
  const plain = (name: string, of: string | null | undefined) => (of ? `<${name}>${escaped(of)}</${name}>` : '')
  return document(
    'result',
    [
      plain('status', result.status),
      list('badFields', result.badFields),
      list('captureIds', result.captureIds),
      result.metadata ? `<metadata>${items(result.metadata)}</metadata>` : '',
      plain('message', result.message),
      result.sensorData ? plain('sensorData', Buffer.from(result.sensorData).toString('base64')) : '',
      plain('sessionId', result.sessionId),
    ].join(''),
  )
}
