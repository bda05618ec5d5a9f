import { useEffect, useRef, useState } from 'preact/hooks'
import { type CallState, startCall } from '../shared/call.ts'
import { lend } from '../shared/lend.ts'
import type { Guest } from './guests.ts'
import type { Desk } from './store.ts'
import { useWords } from './words.ts'

/** One third party in the call: their picture, who they are, and the way out. */
export function GuestTile(props: {
  desk: Desk
  guest: Guest
  own: MediaStream
  off: { audio: boolean; video: boolean }
}) {
  const { desk, guest, own, off } = props
  const t = useWords().together.guest
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<CallState>('connecting')
  const [lent] = useState(() => lend(own))

  // Effect without dependencies: a guest is one call; the tile is keyed by them
  useEffect(() => {
    const line = desk.guests()
    if (!line || !guest.call) return
    const call = startCall({
      role: 'desk',
      ...guest.call,
      media: async () => lent,
      send: (signal) => line.signal(guest.guest, signal),
      onRemote(stream) {
        if (!video.current) return
        video.current.srcObject = stream
        video.current.play().catch(() => undefined)
      },
      onState: setState,
    })
    const deaf = line.onSignal(guest.guest, call.receive)
    return () => {
      deaf()
      call.close()
    }
  }, [])
  useEffect(() => {
    for (const track of lent.getTracks()) track.enabled = !off[track.kind as 'audio' | 'video']
  }, [off])

  return (
    <figure class="guest" data-guest={state}>
      {/* biome-ignore lint/a11y/useMediaCaption: a live call; typed text stands beside it */}
      <video ref={video} autoplay playsInline aria-label={guest.name ?? ''} />
      <figcaption>
        <b>{guest.name}</b> {t.kinds[guest.kind]}
        {state !== 'connected' && <span role="status"> · {t.connecting}</span>}
        <button type="button" class="plain" onClick={() => desk.guests()?.out(guest.guest)}>
          {t.out}
        </button>
      </figcaption>
    </figure>
  )
}
