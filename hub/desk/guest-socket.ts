/** One guest's page: its token, then sealed messages to and from the desk that invited them. */
import type { RawData, WebSocket } from 'ws'
import { decoder } from '../../device/contract/decode.ts'
import { isFault } from '../../device/contract/faults.ts'
import { type GuestDown, GuestUp } from '../../device/contract/guest.ts'
import type { Hub } from '../context.ts'
import { sendToDesk } from '../queue/reconcile.ts'
import { closing, inTurn } from '../sockets.ts'
import { enter, leave } from './guests.ts'
import { iceFor } from './ice.ts'

/** A page sends its token at once (ms). */
const ENTER_MS = 10_000
/** Names, keys and signals: no page has more to say than this (bytes, and messages in all). */
const GUEST_BYTES = 300_000
const GUEST_MESSAGES = 2_000

const decode = decoder(GuestUp)

/** Serves whoever opened a link until the socket closes. */
export function serveGuest(hub: Hub, socket: WebSocket): void {
  const turns = inTurn()
  let inside: { guest: string; claim: string } | null = null
  let asked = false
  let heard = 0
  const send = (message: GuestDown) => socket.readyState === socket.OPEN && socket.send(JSON.stringify(message))
  const tooLate = setTimeout(() => socket.close(closing.refused, 'no token'), ENTER_MS)

  const toDesk = async (content: { state: 'here' | 'gone' } | { sealed: string }) => {
    if (!inside) return
    const { claim } = (await hub.caseOf(inside.claim)) ?? {}
    if (!claim?.desk || !claim.deskHub) return
    await sendToDesk(
      hub,
      { id: claim.id, desk: claim.desk, deskHub: claim.deskHub },
      { guest: inside.guest, ...content },
    )
  }

  const come = async (token: string) => {
    const entered = await enter(hub, token)
    if (entered.is === 'no') {
      send(entered)
      return socket.close(closing.refused, entered.why)
    }
    const { guest, claim, kind } = entered
    inside = { guest, claim }
    hub.guests.set(guest, {
      claim,
      send,
      close() {
        send({ is: 'over' })
        socket.close(1000, 'the conversation is over')
      },
    })
    send({ is: 'in', guest, kind, ...iceFor(hub.config, guest, new Date()) })
    await toDesk({ state: 'here' })
  }

  socket.on('message', (data: RawData, binary: boolean) => {
    if (socket.readyState !== socket.OPEN) return
    heard += 1
    if (binary || heard > GUEST_MESSAGES || String(data).length > GUEST_BYTES)
      return socket.close(closing.malformed, 'too much')
    try {
      const message = decode(String(data))
      if (message.is === 'enter') {
        if (asked) return socket.close(closing.malformed, 'entered already')
        asked = true
        clearTimeout(tooLate)
        hub.aside(
          'a guest could not come in',
          turns.do(() => come(message.token)),
        )
      } else
        hub.aside(
          'a guest was not heard',
          turns.do(() => toDesk({ sealed: message.sealed })),
        )
    } catch (error) {
      if (!isFault(error)) throw error
      socket.close(closing.malformed, 'malformed')
    }
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    clearTimeout(tooLate)
    hub.aside(
      'could not note a guest who left',
      turns.do(async () => {
        if (!inside) return
        hub.guests.delete(inside.guest)
        await leave(hub, inside.guest)
        await toDesk({ state: 'gone' })
      }),
    )
  })
}
