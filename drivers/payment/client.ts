import { randomBytes } from 'node:crypto'
import { Fault } from '../../device/contract/faults.ts'
import type { Body, Category, Header, Message, MessageReference } from './nexo.ts'
import type { MessageSecurity, Sealed } from './security.ts'
import { NoAnswer, type Transport } from './transport.ts'

/** Everything but a payment or reversal is answered from the terminal's memory (ms). */
const QUICK_MS = 6_000

/** Ten characters, unique over two days whatever happens to the clock. */
export const newService = () => randomBytes(8).toString('hex').slice(0, 10)

export type Client = {
  /**
   * One request and its answer. Rejects with `NoAnswer` when none came, or one that is not to this request (a terminal
   * may say an old answer again); with `Fault('payment.refused')` when the answer was not made with our key.
   */
  ask(
    category: Category,
    body: Body,
    options?: { service?: string; limitMs?: number; signal?: AbortSignal },
  ): Promise<Body>
  reference(category: Category, service: string): MessageReference
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** What the terminal wrote under `SaleToPOIResponse`; null for anything else. Throws `SyntaxError` for what is no JSON. */
function responseIn(text: string): object | null {
  const outer: unknown = JSON.parse(text)
  const answer = isObject(outer) && 'SaleToPOIResponse' in outer ? outer.SaleToPOIResponse : null
  return isObject(answer) ? answer : null
}

export function nexoClient(options: {
  transport: Transport
  security: MessageSecurity | null
  sale: string
  poi: string
}): Client {
  const { transport, security, sale, poi } = options

  function read(text: string): Message | null {
    const answer = responseIn(text) as Message | Sealed | null
    if (!answer) return null
    if (!security) return 'NexoBlob' in answer ? null : (answer as Message)
    if (!('NexoBlob' in answer)) throw new Fault('payment.refused', 'the terminal answered without message security')
    // The header outside is not protected: only the one inside counts.
    return responseIn(security.open(answer as Sealed)) as Message | null
  }

  return {
    reference: (category, service) => ({
      MessageCategory: category,
      ServiceID: service,
      SaleID: sale,
      POIID: poi,
    }),
    async ask(category, body, { service = newService(), limitMs = QUICK_MS, signal } = {}) {
      const header: Header = {
        ProtocolVersion: '3.0',
        MessageClass: category === 'Display' ? 'Device' : 'Service',
        MessageCategory: category,
        MessageType: 'Request',
        ServiceID: service,
        ...(category === 'Display' ? { DeviceID: service } : {}),
        SaleID: sale,
        POIID: poi,
      }
      const plain = { SaleToPOIRequest: { MessageHeader: header, ...body } }
      const wire = security ? { SaleToPOIRequest: security.seal(header, JSON.stringify(plain)) } : plain
      const text = await transport.post(JSON.stringify(wire), limitMs, signal)
      // An abort is only taken note of.
      if (category === 'Abort') return {}
      let answer: Message | null
      try {
        answer = read(text)
      } catch (error) {
        if (error instanceof SyntaxError) throw new NoAnswer(true, error)
        throw error
      }
      const got = answer?.MessageHeader
      const ours = got?.ServiceID === service && got.SaleID === sale && got.POIID === poi
      if (!answer || !ours || got.MessageCategory !== category)
        throw new NoAnswer(true, new Error('an answer to another request'))
      return answer
    },
  }
}
