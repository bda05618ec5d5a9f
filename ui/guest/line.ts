import type { GuestDown, GuestHears, GuestSays, GuestUp } from '../../device/contract/guest.ts'
import type { Caseworker, PublicKey, Signal } from '../../device/contract/nouns.ts'
import { makeClaimKeys, open, seal } from '../shared/seal.ts'
import type { No } from './texts.ts'

export type Inside = Extract<GuestDown, { is: 'in' }>
export type End = 'desk' | 'box'

/** What the link holds after `#`: its token, and the key of the page that made it, which no server has seen. */
export function readLink(fragment: string): { token: string; key: PublicKey } | null {
  const [token, x, y, more] = fragment.replace(/^#/, '').split('.')
  if (!token || !x || !y || more !== undefined) return null
  return { token, key: { kty: 'EC', crv: 'P-256', x, y } }
}

export type GuestLine = {
  say(to: End, signal: Signal): void
  onSignal(from: End, listener: (signal: Signal) => void): () => void
  leave(): void
}

/** Uses the link up and goes in. `onIn` once the caseworker's page has answered; `onOut` with the reason, once. */
export async function goIn(options: {
  link: { token: string; key: PublicKey }
  name: string
  onIn: (inside: Inside, caseworker: Caseworker) => void
  onOut: (why: No) => void
}): Promise<GuestLine> {
  const keys = await makeClaimKeys()
  const url = new URL('/guest', location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(url)
  const listeners = new Map<End, (signal: Signal) => void>()
  /** A call's first word may come before its end of the page stands. */
  const early: { from: End; signal: Signal }[] = []
  let inside: Inside | undefined
  let out: No | null = null
  let coming = Promise.resolve()
  let going = Promise.resolve()

  const end = (why: No) => {
    if (out) return
    out = why
    options.onOut(why)
    socket.close()
  }
  const up = (message: GuestUp) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message))
  const say = (message: GuestSays) => {
    going = going.then(async () => void up({ is: 'to-desk', sealed: await seal(message, options.link.key) }))
  }
  const hear = (message: GuestHears) => {
    if (message.is === 'welcome') return inside && options.onIn(inside, message.caseworker)
    const listener = listeners.get(message.from)
    if (listener) listener(message.signal)
    else early.push(message)
  }
  socket.onopen = () => up({ is: 'enter', token: options.link.token })
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as GuestDown
    if (message.is === 'no') return end(message.why)
    if (message.is === 'over') return end('over')
    if (message.is === 'in') {
      inside = message
      return say({ is: 'hello', name: options.name, key: keys.sealKey })
    }
    coming = coming.then(async () => {
      const said = await open(message.sealed, keys.privateSeal).catch(() => null)
      if (said) hear(said as GuestHears)
    })
  }
  socket.onclose = () => end('broken')
  return {
    say: (to, signal) => say({ is: 'signal', to, signal }),
    onSignal(from, listener) {
      listeners.set(from, listener)
      for (const one of early.splice(0)) {
        if (one.from === from) listener(one.signal)
        else early.push(one)
      }
      return () => void listeners.delete(from)
    },
    leave: () => end('over'),
  }
}
