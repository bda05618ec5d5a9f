/**
 * Messages between hub processes over NATS, for when signalling outgrows the database: what changed is still told by
 * PostgreSQL, where it is committed. Order is kept: one connection, one subject a hub, and long messages in parts.
 */
import { randomUUID } from 'node:crypto'
import { connect } from '@nats-io/transport-node'
import { Fault } from '../../device/contract/faults.ts'
import type { Reply } from '../../device/contract/link.ts'
import type { BusRequest } from './messages.ts'

/** The other process has answered long before, or is gone (ms). */
const ANSWER_MS = 10_000
/** Characters of one part: a server takes 1 MB unless it is told otherwise. */
const PART = 500_000

type Packet =
  | { is: 'request'; id: string; from: string; left: number; text: string }
  | { is: 'reply'; id: string; reply: Reply }

export type Relay = { request(hub: string, request: BusRequest): Promise<Reply>; close(): Promise<void> }

/**
 * Joins the NATS servers (`nats://host:4222`, several parted by commas) as hub `id`. `onRequest` must hand the message on before
 * it returns. `Fault('config.invalid')` when no server answers at the start; later gaps are reconnected.
 */
export async function natsRelay(
  servers: string,
  id: string,
  onRequest: (request: BusRequest) => Promise<Reply>,
): Promise<Relay> {
  const nats = await connect({ servers: servers.split(','), maxReconnectAttempts: -1, name: `hub ${id}` }).catch(
    (cause) => {
      throw new Fault('config.invalid', `nats: ${servers} cannot be reached`, { cause })
    },
  )
  const waiting = new Map<string, (reply: Reply) => void>()
  const parts = new Map<string, string[]>()
  const subject = (hub: string) => `borgerboks.hub.${hub}`
  const send = (hub: string, packet: Packet) => nats.publish(subject(hub), JSON.stringify(packet))

  nats.subscribe(subject(id), {
    callback(error, message) {
      if (error) return
      const packet = message.json<Packet>()
      if (packet.is === 'reply') return waiting.get(packet.id)?.(packet.reply)
      const texts = [...(parts.get(packet.id) ?? []), packet.text]
      if (packet.left > 0) return void parts.set(packet.id, texts)
      parts.delete(packet.id)
      void onRequest(JSON.parse(texts.join('')) as BusRequest)
        .then((reply) => send(packet.from, { is: 'reply', id: packet.id, reply }))
        // The connection is gone: the other side has waited in vain.
        .catch(() => {})
    },
  })
  await nats.flush()
  return {
    async request(hub, request) {
      const message = randomUUID()
      const text = JSON.stringify(request)
      const answered = new Promise<Reply>((resolve) => waiting.set(message, resolve))
      const timer = setTimeout(() => waiting.get(message)?.({ is: 'no-claim' }), ANSWER_MS)
      try {
        const all = Math.max(1, Math.ceil(text.length / PART))
        for (let n = 0; n < all; n += 1)
          send(hub, {
            is: 'request',
            id: message,
            from: id,
            left: all - 1 - n,
            text: text.slice(n * PART, (n + 1) * PART),
          })
        return await answered
      } catch {
        return { is: 'later', why: 'the hub has lost its message server' }
      } finally {
        clearTimeout(timer)
        waiting.delete(message)
      }
    },
    close: () => nats.close(),
  }
}
