/**
 * Between the hub processes of one database: "something changed", and messages for a box or a desk that is connected to
 * another process. All on one PostgreSQL connection, which keeps them in order.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Reply } from '../../device/contract/link.ts'
import { inTurn } from '../sockets.ts'
import type { BusRequest } from './messages.ts'
import { natsRelay } from './nats.ts'

/** The other process has answered long before, or is gone (ms). */
const ANSWER_MS = 10_000
/** Between attempts to reach a database that went away (ms). */
const RETRY_MS = 500
/** NOTIFY takes less than 8000 bytes; larger messages go through the table `relay`. */
const INLINE_BYTES = 7_000
const CHANGED = 'hub_changed'

type Envelope =
  | { is: 'request'; id: string; from: string; body: BusRequest | null }
  | { is: 'reply'; id: string; reply: Reply }

export type BusEvents = {
  /** Something in queue, boxes, desks or sessions changed, here or elsewhere; `about`: it is this case. */
  changed(about: string | null): void
  /** Must hand the message on before it returns, so that order is kept; the reply may come later. */
  request(request: BusRequest): Promise<Reply>
  /** The database connection is gone, and with it what others know of this process. */
  lost(): void
  back(): void
}

export type Bus = {
  /** This hub process, as the other ones know it. */
  id: string
  connected(): boolean
  changed(): Promise<void>
  request(hub: string, request: BusRequest): Promise<Reply>
  close(): Promise<void>
}

const channelOf = (hub: string) => `hub_${hub.replaceAll('-', '')}`

/** With `nats`, messages to other processes go through those servers instead of the database. */
export async function openBus(url: string, events: BusEvents, nats?: string): Promise<Bus> {
  const id = randomUUID()
  const waiting = new Map<string, (reply: Reply) => void>()
  const closing = new AbortController()
  let client: pg.Client | undefined
  let opened = false
  /** The connection answers one question at a time; what is asked first is sent first. */
  const asking = inTurn()
  const arriving = inTurn()

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url, keepAlive: true })
    let ended = false
    const gone = () => {
      if (ended) return
      ended = true
      if (client !== next) return
      client = undefined
      // Until the hub around it stands there is nothing to tell; it reads everything once then.
      if (!opened || closing.signal.aborted) return
      events.lost()
      void reconnect()
    }
    next.on('error', gone)
    next.on('end', gone)
    next.on('notification', ({ channel, payload }) => {
      // Until the hub around it stands there is nothing to tell; it reads everything once then.
      if (!opened || closing.signal.aborted) return
      if (channel === CHANGED) events.changed(payload || null)
      else if (payload) void arriving.do(() => receive(JSON.parse(payload) as Envelope))
    })
    await next.connect()
    await next.query(`listen ${CHANGED}`)
    await next.query(`listen ${channelOf(id)}`)
    await next.query(
      `insert into hubs (id, backend, backend_start)
       select $1, pid, backend_start from pg_stat_activity where pid = pg_backend_pid()
       on conflict (id) do update set backend = excluded.backend, backend_start = excluded.backend_start`,
      [id],
    )
    client = next
  }

  async function reconnect(): Promise<void> {
    while (!closing.signal.aborted) {
      await sleep(RETRY_MS, undefined, { signal: closing.signal }).catch(() => {})
      try {
        await connect()
        return events.back()
      } catch {
        // Still away.
      }
    }
  }

  /** Asks with the connection that is there when its turn comes. */
  function ask<Row>(text: string, values: string[]): Promise<Row[]> {
    return asking.do(async () => {
      if (!client) throw new Error('the database is gone')
      return (await client.query(text, values)).rows as Row[]
    })
  }

  const notify = (channel: string, payload: string) => ask('select pg_notify($1, $2)', [channel, payload])

  async function receive(envelope: Envelope): Promise<void> {
    if (envelope.is === 'reply') return waiting.get(envelope.id)?.(envelope.reply)
    let body = envelope.body
    if (!body) {
      const take = 'delete from relay where id = $1 returning body'
      const [row] = await ask<{ body: string }>(take, [envelope.id]).catch(() => [])
      if (!row) return
      body = JSON.parse(row.body) as BusRequest
    }
    void events
      .request(body)
      .then((reply) => notify(channelOf(envelope.from), JSON.stringify({ is: 'reply', id: envelope.id, reply })))
      .catch(() => {})
  }

  await connect()
  const giveUp = async (error: unknown) => {
    await client?.end()
    throw error
  }
  const relay = nats ? await natsRelay(nats, id, events.request).catch(giveUp) : undefined
  opened = true
  return {
    id,
    connected: () => client !== undefined,
    changed: () =>
      notify(CHANGED, '').then(
        () => {},
        () => {},
      ),
    async request(hub, request) {
      if (!client) return { is: 'later', why: 'the hub has lost its database' }
      if (relay) return relay.request(hub, request)
      const message = randomUUID()
      const body = JSON.stringify(request)
      const inline = Buffer.byteLength(body) <= INLINE_BYTES
      const answered = new Promise<Reply>((resolve) => waiting.set(message, resolve))
      const timer = setTimeout(() => waiting.get(message)?.({ is: 'no-claim' }), ANSWER_MS)
      try {
        const envelope: Envelope = { is: 'request', id: message, from: id, body: inline ? request : null }
        await Promise.all([
          inline ? [] : ask('insert into relay (id, body) values ($1, $2)', [message, body]),
          notify(channelOf(hub), JSON.stringify(envelope)),
        ])
        return await answered
      } catch {
        return { is: 'later', why: 'the hub has lost its database' }
      } finally {
        clearTimeout(timer)
        waiting.delete(message)
      }
    },
    async close() {
      closing.abort()
      await relay?.close().catch(() => {})
      await ask('delete from hubs where id = $1', [id]).catch(() => {})
      await notify(CHANGED, '').catch(() => {})
      const last = client
      client = undefined
      await last?.end().catch(() => {})
    },
  }
}
