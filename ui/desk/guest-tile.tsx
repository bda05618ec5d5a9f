import { useLentCall } from '../shared/lent-call.ts'
import type { Guest } from './guests.ts'
import type { Desk } from './store.ts'
import { useWords } from './words.ts'

/** One third party in the call: their picture, who they are, and the way out. */
export function GuestTile(props: {
  desk: Desk
  guest: Guest
  own: MediaStream
  sound: MediaStreamTrack | undefined
  off: { audio: boolean; video: boolean }
}) {
  const { desk, guest, own, sound, off } = props
  const t = useWords().together.guest
  const { video, state } = useLentCall({ own, voice: sound }, ['audio', 'video'], off, () => {
    const line = desk.guests()
    if (!line || !guest.call) return null
    return {
      role: 'desk',
      ...guest.call,
      send: (signal) => line.signal(guest.guest, signal),
      listen: (receive) => line.onSignal(guest.guest, receive),
    }
  })

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
