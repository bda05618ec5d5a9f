/** The hub's end of one box's connection: hello first, then state, events and requests, each in its own manner. */
import { randomUUID } from 'node:crypto'
import type { RawData, WebSocket } from 'ws'
import { decoder } from '../../device/contract/decode.ts'
import { isFault } from '../../device/contract/faults.ts'
import { type BoxRequest, type LinkDown, LinkUp, type Reply, type Target } from '../../device/contract/link.ts'
import { CONTRACT } from '../../device/contract/nouns.ts'
import { bookingOf } from '../booking/from-box.ts'
import { answerPaper } from '../certificates/issue.ts'
import type { BoxEnd, Hub } from '../context.ts'
import { audit } from '../desk/audit.ts'
import { storeEvent } from '../figures/events.ts'
import { atMostEach, oncePer } from '../once.ts'
import { raiseAlarm } from '../queue/alarms.ts'
import { callBack } from '../queue/call-back.ts'
import { takeReport } from '../queue/cases.ts'
import { sendToDesk } from '../queue/reconcile.ts'
import { deliver } from '../registers/inbox.ts'
import { askRegister } from '../registers/lookup.ts'
import { closeReason, closing, inTurn } from '../sockets.ts'
import { attach, type Box, detach, keepProposal } from './boxes.ts'

/** A box answers from memory; longer means that the message is not going to arrive (ms). */
const REPLY_MS = 8_000
/** Messages of one box that wait for the database before its socket is paused. */
const WAITING_MAX = 64

const NOT_NOW: Reply = { is: 'later', why: 'the hub could not do it' }

/**
 * Questions to the registers that one box may put: several times what its citizens can ask in an hour. Whoever holds a box
 * that was taken over must not read a register through it, number by number.
 */
const LOOKUPS = 120
const HOUR_MS = 3_600_000
const mayLookUp = atMostEach(LOOKUPS, HOUR_MS)
const toldOfMany = oncePer(HOUR_MS)

const decode = decoder(LinkUp)

/** Serves a box whose certificate was accepted until its socket closes. */
export function serveBox(hub: Hub, box: Box, socket: WebSocket): void {
  const connection = randomUUID()
  const turns = inTurn()
  const replies = new Map<string, (reply: Reply) => void>()
  const gone = new AbortController()
  let greeted = false
  let boot: string | null = null
  /** Until its first report the box may be another process than the one that knew the standing case. */
  let fresh = true
  let told = ''

  const send = (message: LinkDown) => socket.readyState === socket.OPEN && socket.send(JSON.stringify(message))
  const close = (code: number, reason: string) => socket.close(code, closeReason(reason))
  const end: BoxEnd = {
    box: box.id,
    connection,
    ready: false,
    view: null,
    standing: null,
    target(target: Target) {
      const text = JSON.stringify(target)
      if (text === told) return
      told = text
      send({ is: 'target', target })
    },
    request(request) {
      const id = randomUUID()
      return new Promise<Reply>((resolve) => {
        const settle = (reply: Reply) => {
          clearTimeout(timer)
          replies.delete(id)
          resolve(reply)
        }
        const timer = setTimeout(() => settle({ is: 'later', why: 'the box does not answer' }), REPLY_MS)
        replies.set(id, settle)
        if (!send({ is: 'request', id, request }) && socket.readyState !== socket.OPEN) settle({ is: 'no-claim' })
      })
    },
    close,
  }

  /** Work on the database, in the order in which the box sent it. What fails here is a bug, or the database is gone. */
  const inOrder = (work: () => Promise<void>) => {
    if (turns.waiting() >= WAITING_MAX) socket.pause()
    void turns
      .do(work)
      .catch((error: Error) => {
        hub.log.error({ box: box.id, error: error.message }, 'a box’s message could not be handled')
        close(closing.bug, 'the hub could not handle the message')
      })
      .finally(() => socket.isPaused && turns.waiting() < WAITING_MAX / 2 && socket.resume())
  }

  const hello = (message: Extract<LinkUp, { is: 'hello' }>) => {
    greeted = true
    if (message.contract < CONTRACT - 1) return close(closing.contract, `this hub speaks contract ${CONTRACT}`)
    boot = message.boot ?? null
    inOrder(async () => {
      if (gone.signal.aborted) return
      if (message.proposal) await keepProposal(hub.db, box.id, message.proposal)
      const before = await attach(hub.db, box.id, hub.bus.id, connection)
      if (gone.signal.aborted) return detach(hub.db, box.id, connection)
      fresh = boot === null || boot !== before
      hub.boxes.get(box.id)?.close(closing.replaced, 'the box opened another connection')
      hub.boxes.set(box.id, end)
      send({ is: 'hello', contract: CONTRACT, box: box.id, name: box.name, place: box.place })
      end.ready = true
      hub.aside('the queue could not be read', hub.refresh())
    })
  }

  const report = (message: Extract<LinkUp, { is: 'report' }>) =>
    inOrder(async () => {
      const taken = await takeReport(hub.db, { box: box.id, connection, boot }, message.report, fresh)
      fresh = false
      if (!taken) close(closing.replaced, 'this connection or case belongs to another')
    })

  const event = ({ n, at, event }: Extract<LinkUp, { is: 'event' }>) =>
    inOrder(async () => {
      await storeEvent(hub.db, box.id, { n, at, event })
      send({ is: 'ack', upTo: n })
    })

  const request = (id: string, request: BoxRequest) => {
    const reply = (reply: Reply) => void send({ is: 'reply', id, reply })
    const asks = request.is === 'lookup' || request.is === 'look-up' || request.is === 'issue'
    if (asks && !mayLookUp(box.id)) {
      reply({ is: 'later', why: 'too many questions to the registers' })
      if (toldOfMany(box.id)) {
        hub.log.error({ box: box.id }, 'a box asks the registers too much')
        hub.aside('no audit', audit(hub.db, { act: 'box-refused', box: box.id, detail: 'too many look-ups' }))
      }
    } else if (request.is === 'deliver') void deliver(hub.config.authority, request, gone.signal).then(reply)
    else if (request.is === 'booking') void bookingOf(hub, box, request).then(reply)
    else if (request.is === 'lookup') void askRegister(hub.config.authority, request.sealed, gone.signal).then(reply)
    else if (request.is === 'alarm')
      inOrder(async () => {
        await raiseAlarm(hub.db, { box: box.id })
        reply({ is: 'ok' })
      })
    else if (request.is === 'call-back')
      inOrder(async () => {
        const taken = await callBack(hub.db, box.id, request)
        reply(taken ? { is: 'ok' } : { is: 'refused', why: 'no such case of this box waits' })
      })
    else if (request.is === 'to-desk') inOrder(() => toDesk(request, reply))
    else
      hub.aside(
        'a paper could not be stated',
        answerPaper(hub, box.id, request, gone.signal).then(reply, () => reply(NOT_NOW)),
      )
  }

  const toDesk = async (request: Extract<BoxRequest, { is: 'to-desk' }>, reply: (reply: Reply) => void) => {
    const open = await hub.caseOf(request.claim)
    if (open?.box !== box.id || !open.claim) return reply({ is: 'no-claim' })
    const { desk, deskHub } = open.claim
    if (request.kind === 'view') end.view = { claim: request.claim, sealed: request.sealed, desk }
    if (!desk || !deskHub) return reply({ is: 'no-claim' })
    // Handed on in order; the answer may overtake.
    const { kind, sealed } = request
    void sendToDesk(hub, { id: request.claim, desk, deskHub }, { kind, sealed }).then(reply)
  }

  const receive = (message: LinkUp) => {
    if (!greeted) {
      return message.is === 'hello' ? hello(message) : close(closing.malformed, 'hello comes first')
    }
    switch (message.is) {
      case 'hello':
        return close(closing.malformed, 'hello comes once')
      case 'report':
        return report(message)
      case 'event':
        return event(message)
      case 'request':
        return request(message.id, message.request)
      case 'reply':
        return replies.get(message.id)?.(message.reply)
    }
  }

  socket.on('message', (data: RawData, binary: boolean) => {
    if (socket.readyState !== socket.OPEN) return
    try {
      if (binary) return close(closing.malformed, 'a message is text')
      receive(decode(data.toString()))
    } catch (error) {
      if (!isFault(error)) throw error
      hub.log.warn({ box: box.id, detail: error.detail }, 'malformed message from a box')
      close(closing.malformed, error.detail)
    }
  })
  // A frame that is too large or broken: ws closes with the fitting code by itself.
  socket.on('error', (error) => hub.log.warn({ box: box.id, error: error.message }, 'broken frame from a box'))
  socket.on('close', () => {
    gone.abort()
    if (hub.boxes.get(box.id) === end) hub.boxes.delete(box.id)
    for (const settle of [...replies.values()]) settle({ is: 'no-claim' })
    if (!greeted) return
    hub.aside(
      'could not note a lost box',
      turns.do(() => detach(hub.db, box.id, connection)),
    )
  })
}
