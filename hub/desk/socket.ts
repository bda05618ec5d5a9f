/** One caseworker's socket: the queue down; claims, messages to the box and audit entries up. */
import { randomUUID } from 'node:crypto'
import type { RawData, WebSocket } from 'ws'
import { type DeskSocketDown, DeskSocketUp } from '../../device/contract/api.ts'
import { decoder } from '../../device/contract/decode.ts'
import { isFault } from '../../device/contract/faults.ts'
import type { DeskEnd, Hub } from '../context.ts'
import { raiseAlarm, takeAlarm } from '../queue/alarms.ts'
import { claimCase, type HandOver, handOver, leaveDesk, releaseClaim } from '../queue/claims.ts'
import { setAvailability } from '../queue/staff.ts'
import { closeReason, closing, inTurn } from '../sockets.ts'
import { audit } from './audit.ts'
import { invite, sendToGuest } from './guests.ts'
import { iceFor } from './ice.ts'
import { keepSession, type SignedIn } from './sessions.ts'
import { sendToBox } from './to-box.ts'

/** Messages of one desk that wait for the database before its socket is paused. */
const WAITING_MAX = 64

/** In an answer about nobody in particular. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

const decode = decoder(DeskSocketUp)
type Up<Is extends DeskSocketUp['is']> = Extract<DeskSocketUp, { is: Is }>

/** Serves a signed-in caseworker until the socket closes. */
export function serveDesk(hub: Hub, session: SignedIn, socket: WebSocket): void {
  const id = randomUUID()
  const turns = inTurn()
  /** The audit log has one writer at a time: what goes to the box does not wait for it. */
  const notes = inTurn()
  /** Sealed views by claim: the one on its way, and the latest of those that came meanwhile. */
  const views = new Map<string, string | null>()
  /** The last of each kind of state: the same again is not sent. */
  const last = new Map<DeskSocketDown['is'], string>()

  const write = (text: string, sent?: () => void) =>
    socket.readyState === socket.OPEN && socket.send(text, () => sent?.())
  const close = (code: number, reason: string) => socket.close(code, closeReason(reason))
  const desk: DeskEnd = {
    id,
    user: session.user,
    token: session.token,
    claims: new Map(),
    send(message: DeskSocketDown) {
      const text = JSON.stringify(message)
      if (message.is === 'queue' || message.is === 'staff' || message.is === 'alarms') {
        if (text === last.get(message.is)) return
        last.set(message.is, text)
      }
      write(text)
    },
    view(claim, sealed) {
      if (views.has(claim)) return void views.set(claim, sealed)
      views.set(claim, null)
      write(JSON.stringify({ is: 'from-box', claim, kind: 'view', sealed } satisfies DeskSocketDown), () => {
        const next = views.get(claim)
        views.delete(claim)
        if (next) desk.view(claim, next)
      })
    },
    settled: async () => void (await Promise.all([turns, notes].map((one) => one.do(async () => {})))),
    close,
  }

  const inOrder = (work: () => Promise<void>, order = turns) => {
    if (order.waiting() >= WAITING_MAX) socket.pause()
    void order
      .do(work)
      .catch((error: Error) => {
        hub.log.error({ error: error.message }, 'a desk’s message could not be handled')
        close(closing.bug, 'the hub could not handle the message')
      })
      .finally(() => socket.isPaused && order.waiting() < WAITING_MAX / 2 && socket.resume())
  }

  const claim = async (wanted: string | null, keys: Up<'claim'> | Up<'next'>, reason?: string) => {
    const { sealKey, signKey } = keys
    const { user, caseworker } = session
    const by = { desk: id, user, caseworker, sealKey, signKey, ...(reason ? { reason } : {}) }
    const got = await claimCase(hub.db, { case: wanted, ...by })
    if (got.is !== 'claimed') return desk.send({ is: 'not-claimed', case: wanted ?? NOBODY, why: got.is })
    desk.claims.set(got.claim, { case: got.case, silent: false })
    desk.send({ is: 'claimed', case: got.case, claim: got.claim, ...iceFor(hub.config, got.claim, got.startedAt) })
    const where = await hub.db
      .selectFrom('call_backs')
      .select('phone')
      .where('case_id', '=', got.case)
      .executeTakeFirst()
    if (where) desk.send({ is: 'phone', claim: got.claim, phone: where.phone })
  }

  const letGo = async (claim: string, how: HandOver, note: string | null) => {
    if (desk.claims.delete(claim)) await handOver(hub.db, { claim, desk: id }, how, note)
  }

  const release = async ({ claim, how }: Up<'release'>) => {
    // Its own doing is not told to it.
    if (desk.claims.delete(claim)) await releaseClaim(hub.db, claim, id, how)
  }

  const toBox = async ({ id: message, claim, sealed }: Up<'to-box'>) => {
    const answer = (ok: boolean) => desk.send({ is: 'sent', id: message, ok })
    const open = desk.claims.has(claim) ? await hub.caseOf(claim) : undefined
    if (!open?.box || !open.boxHub) return answer(false)
    // Handed on in order; the answer may overtake.
    void sendToBox(hub, { box: open.box, boxHub: open.boxHub }, claim, sealed).then((reply) =>
      answer(reply.is === 'ok'),
    )
  }

  const letIn = async ({ claim, kind }: Up<'invite'>) => {
    const held = desk.claims.get(claim)
    if (!held) return
    const { guest, token } = await invite(hub, { claim, case: held.case, user: session.user }, kind)
    desk.send({ is: 'invited', claim, guest, kind, url: `${hub.publicUrl()}/guest/`, token })
  }

  const toGuest = async (claim: string, guest: string, sealed: string | null) => {
    if (desk.claims.has(claim)) await sendToGuest(hub, claim, guest, sealed)
  }

  const note = async ({ claim, act, step }: Up<'audit'>) => {
    const held = desk.claims.get(claim)
    if (held) await audit(hub.db, { act, who: session.user, case: held.case, claim, step })
  }

  const receive = (message: DeskSocketUp) => {
    switch (message.is) {
      case 'claim':
        return inOrder(() => claim(message.case, message, message.reason))
      case 'here':
        return inOrder(() => keepSession(hub, session.token))
      case 'next':
        return inOrder(() => claim(null, message))
      case 'availability':
        return inOrder(() => setAvailability(hub.db, session.user, message.availability, message.reason))
      case 'park':
        return inOrder(() => letGo(message.claim, { is: 'park' }, message.note))
      case 'transfer':
        return inOrder(() => letGo(message.claim, { is: 'transfer', to: message.to }, message.note))
      case 'no-answer':
        return inOrder(() => letGo(message.claim, { is: 'no-answer' }, null))
      case 'alarm':
        return inOrder(() => raiseAlarm(hub.db, { user: session.user }))
      case 'alarm-taken':
        return inOrder(() => takeAlarm(hub.db, message.alarm, session.user))
      case 'release':
        return inOrder(() => release(message))
      case 'to-box':
        return inOrder(() => toBox(message))
      case 'invite':
        return inOrder(() => letIn(message))
      case 'to-guest':
        return inOrder(() => toGuest(message.claim, message.guest, message.sealed))
      case 'guest-out':
        return inOrder(() => toGuest(message.claim, message.guest, null))
      case 'audit':
        return inOrder(() => note(message), notes)
    }
  }

  socket.on('message', (data: RawData, binary: boolean) => {
    if (socket.readyState !== socket.OPEN) return
    try {
      if (binary) return close(closing.malformed, 'a message is text')
      receive(decode(data.toString()))
    } catch (error) {
      if (!isFault(error)) throw error
      close(closing.malformed, error.detail)
    }
  })
  socket.on('error', (error) => hub.log.warn({ error: error.message }, 'broken frame from a desk'))
  socket.on('close', () => {
    hub.desks.delete(id)
    hub.aside(
      'could not note a lost desk',
      turns.do(() => leaveDesk(hub.db, id)),
    )
  })

  hub.desks.set(id, desk)
  inOrder(async () => {
    await hub.db.insertInto('desks').values({ id, hub: hub.bus.id, user_name: session.user }).execute()
    await hub.bus.changed()
    hub.aside('the queue could not be read', hub.refresh())
  })
}
