import type { ScreenState } from '../../../device/contract/screen.ts'
import { useLentCall } from '../../shared/lent-call.ts'
import { useRouted } from '../sound/sound.ts'
import { useStage } from '../stage.ts'
import type { SignalListener } from './signals.ts'

type Guest = NonNullable<ScreenState['guests']>[number]
type Props = {
  own: MediaStream | null
  /** Its microphone now: it may change, or come later than the picture. */
  voice: MediaStreamTrack | null
  muted: boolean
  hidden: boolean
  volume: number
  signals: Set<SignalListener>
}

/** Whoever else is in the call, always named, with the citizen's own way of ending it. */
export function Guests(props: Props) {
  const { state } = useStage()
  const { own } = props
  if (!own || !state.guests?.length) return null
  return (
    <ul class="guests">
      {state.guests.map((guest) => (
        <Tile key={guest.guest} {...props} own={own} guest={guest} />
      ))}
    </ul>
  )
}

function Tile({ guest, own, voice, muted, hidden, volume, signals }: Props & { guest: Guest; own: MediaStream }) {
  const { t, send } = useStage()
  const kinds = guest.sees ? ['audio', 'video'] : ['audio']
  const { video, state } = useLentCall({ own, voice }, kinds, { audio: muted, video: hidden }, () => {
    const claim = guest.guest
    return {
      role: 'box',
      iceServers: guest.iceServers,
      iceTransportPolicy: guest.iceTransportPolicy,
      send: (signal) => send({ is: 'signal', claim, signal }),
      listen(receive) {
        const heard: SignalListener = (of, signal) => {
          if (of === claim) receive(signal)
        }
        signals.add(heard)
        return () => signals.delete(heard)
      },
    }
  })
  useRouted(video, volume)

  return (
    <li data-guest={state}>
      {/* biome-ignore lint/a11y/useMediaCaption: a live call; typed text stands beside it */}
      <video ref={video} autoPlay playsInline aria-label={t.call.video(guest.name)} />
      <span>
        <b>{guest.name}</b>, {t.beside.guest.kinds[guest.kind]}
        {state !== 'connected' && ` – ${t.call.state.connecting}`}
      </span>
      <button
        type="button"
        class="button button-secondary"
        aria-label={t.beside.guest.outOf(guest.name)}
        onClick={() => send({ is: 'guest-out', guest: guest.guest })}
      >
        {t.beside.guest.out}
      </button>
    </li>
  )
}
