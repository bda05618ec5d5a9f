import type { DeskSocketDown, DeskSocketUp } from '../../device/contract/api.ts'
import type { DeskUp } from '../../device/contract/desk.ts'
import type { GuestHears, GuestSays } from '../../device/contract/guest.ts'
import type { Caseworker, GuestKind, PublicKey, Signal } from '../../device/contract/nouns.ts'
import { type ClaimKeys, open, seal } from '../shared/seal.ts'

/** Somebody who was invited into the call. `link` until it was used. */
export type Guest = {
  guest: string
  kind: GuestKind
  link: string | null
  name: string | null
  key: PublicKey | null
  call: { iceServers: Here['iceServers']; iceTransportPolicy: Here['iceTransportPolicy'] } | null
}
type Here = Extract<DeskSocketDown, { is: 'guest' }>
type Down = Extract<DeskSocketDown, { is: 'invited' | 'guest' | 'from-guest' }>

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= most
const isMembers = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** A guest is a stranger with a link: what is not as the contract has it (`GuestSays`) is not heard. */
function asSaid(said: unknown): GuestSays | null {
  if (!isMembers(said)) return null
  const { is, name, key, to, signal } = said
  const whole =
    is === 'hello'
      ? isText(name, 60) && isMembers(key) && isText(key['x'], 64) && isText(key['y'], 64)
      : is === 'signal' && (to === 'desk' || to === 'box') && isMembers(signal) && isText(signal['peer'], 36)
  return whole ? (said as GuestSays) : null
}

/**
 * The third parties of one claim. Their page seals to the claim's own key, which stands in the link and never reaches the hub;
 * what they and the box say to each other passes through here.
 */
export function guestLine(options: {
  claim: string
  keys: ClaimKeys
  caseworker: Caseworker
  toHub: (message: DeskSocketUp) => void
  toBox: (message: DeskUp) => void
  onChange: (guests: Guest[]) => void
}) {
  const { claim, keys, toHub, toBox } = options
  let guests: Guest[] = []
  const hears = new Map<string, (signal: Signal) => void>()
  let order = Promise.resolve()
  /** One after the other; what fails for one guest, such as a key that is none, silences no other. */
  const inOrder = (work: () => Promise<void>) => {
    order = order.then(work).catch(() => {})
  }

  const set = (next: Guest[]) => options.onChange((guests = next))
  const change = (guest: string, to: Partial<Guest>) =>
    set(guests.map((one) => (one.guest === guest ? { ...one, ...to } : one)))
  const tell = (guest: string, message: GuestHears) => {
    inOrder(async () => {
      const key = guests.find((one) => one.guest === guest)?.key
      if (key) toHub({ is: 'to-guest', claim, guest, sealed: await seal(message, key) })
    })
  }
  const remove = (guest: string) => {
    if (!guests.some((one) => one.guest === guest)) return
    set(guests.filter((one) => one.guest !== guest))
    toBox({ is: 'guest-gone', guest })
  }

  const says = (guest: string, message: GuestSays) => {
    const one = guests.find((each) => each.guest === guest)
    if (!one?.call) return
    if (message.is === 'hello') {
      if (one.key) return
      change(guest, { name: message.name, key: message.key })
      tell(guest, { is: 'welcome', caseworker: options.caseworker })
      toBox({ is: 'guest', guest, kind: one.kind, name: message.name, ...one.call })
    } else if (message.to === 'box') toBox({ is: 'guest-signal', guest, signal: message.signal })
    else hears.get(guest)?.(message.signal)
  }

  return {
    receive(message: Down) {
      const { guest } = message
      switch (message.is) {
        case 'invited': {
          const { x, y } = keys.sealKey
          const link = `${message.url}#${message.token}.${x}.${y}`
          return set([...guests, { guest, kind: message.kind, link, name: null, key: null, call: null }])
        }
        case 'guest': {
          if (message.state === 'gone') return remove(guest)
          const { iceServers, iceTransportPolicy } = message
          return change(guest, { link: null, call: { iceServers, iceTransportPolicy } })
        }
        case 'from-guest':
          inOrder(async () => {
            // What does not open was sealed by somebody without the link.
            const said = asSaid(await open(message.sealed, keys.privateSeal).catch(() => null))
            if (said) says(guest, said)
          })
      }
    },
    /** The box's end of a guest's call speaks. */
    fromBox: (guest: string, signal: Signal) => tell(guest, { is: 'signal', from: 'box', signal }),
    signal: (guest: string, signal: Signal) => tell(guest, { is: 'signal', from: 'desk', signal }),
    onSignal(guest: string, listener: (signal: Signal) => void) {
      hears.set(guest, listener)
      return () => void hears.delete(guest)
    },
    invite: (kind: GuestKind) => toHub({ is: 'invite', claim, kind }),
    out(guest: string) {
      toHub({ is: 'guest-out', claim, guest })
      remove(guest)
    },
  }
}
export type GuestLine = ReturnType<typeof guestLine>
