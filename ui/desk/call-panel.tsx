import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type Call, type CallState, startCall } from '../shared/call.ts'
import type { Quality } from '../shared/quality.ts'
import { type CallWindow, openCallWindow } from './call-window.ts'
import { GuestTile } from './guest-tile.tsx'
import type { Guest } from './guests.ts'
import { deskMedia } from './media.ts'
import type { Desk, Held } from './store.ts'
import { useWords } from './words.ts'

/** The call of this claim: it starts with the page and ends with it. */
export function CallPanel(props: {
  desk: Desk
  call: Held['call']
  /** Wished for by voice only: it begins without pictures. */
  voice: boolean
  guests: Guest[]
  name: string
  lineUp: boolean
}) {
  const { desk, call, name, voice, lineUp } = props
  const t = useWords().call
  const video = useRef<HTMLVideoElement>(null)
  const self = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<CallState>('connecting')
  const [own, setOwn] = useState<MediaStream>()
  /** The microphone, where it came after the picture. */
  const [sound, setSound] = useState<MediaStreamTrack>()
  const [quality, setQuality] = useState<Quality>({ level: 'picture', seeing: false })
  const engine = useRef<Call | null>(null)
  const seeing = useRef(false)
  const apart = useRef<CallWindow | null>(null)
  const [place, setPlace] = useState<'here' | 'apart' | 'refused'>('here')
  const tellWatching = () =>
    desk.watching(seeing.current && (apart.current?.visible() ?? document.visibilityState === 'visible'))
  const [silent, setSilent] = useState(false)
  const [off, setOff] = useState({ audio: false, video: voice })

  // Effect without dependencies: one call a claim; the page is keyed by the claim. Before it is painted: a frame counts.
  useLayoutEffect(() => {
    const started = startCall({
      role: 'desk',
      iceServers: call.iceServers,
      iceTransportPolicy: call.iceTransportPolicy,
      media: async () => {
        const stream = await deskMedia(name, () => {
          setSound(stream.getAudioTracks()[0])
          engine.current?.retrack()
        })
        if (voice) for (const track of stream.getVideoTracks()) track.enabled = false
        setOwn(stream)
        if (self.current) self.current.srcObject = stream
        return stream
      },
      send: desk.signal,
      onRemote(stream) {
        const element = video.current
        if (!element) return
        element.srcObject = stream
        apart.current?.show(stream)
        element.play().catch(() => setSilent(true))
      },
      onState: setState,
      onQuality(next) {
        setQuality(next)
        seeing.current = next.seeing
        tellWatching()
      },
    })
    const deaf = desk.onSignal(started.receive)
    engine.current = started
    window.addEventListener('online', started.nudge)
    document.addEventListener('visibilitychange', tellWatching)
    return () => {
      document.removeEventListener('visibilitychange', tellWatching)
      window.removeEventListener('online', started.nudge)
      apart.current?.close()
      started.close()
      deaf()
    }
  }, [])

  // The box, or this desk, was away and is back: the line carries signals again. At the begin the box comes by itself.
  const wasUp = useRef(true)
  useEffect(() => {
    if (lineUp && !wasUp.current) engine.current?.nudge()
    wasUp.current = lineUp
  }, [lineUp])

  useEffect(() => {
    for (const track of own?.getTracks() ?? []) track.enabled = !off[track.kind as 'audio' | 'video']
  }, [own, sound, off])
  const moveApart = () => {
    if (apart.current) return apart.current.close()
    const words = { title: t.head, label: t.video }
    apart.current = openCallWindow(video.current?.srcObject ?? null, words, (closed) => {
      if (closed) {
        apart.current = null
        setPlace('here')
      }
      tellWatching()
    })
    setPlace(apart.current ? 'apart' : 'refused')
    tellWatching()
  }
  const toggle = (kind: 'audio' | 'video') => setOff({ ...off, [kind]: !off[kind] })
  return (
    <section class="panel call">
      <h2 class="sr-only">{t.head}</h2>
      <div class={`stage ${state} ${place}`}>
        {/* biome-ignore lint/a11y/useMediaCaption: a live call; typed text stands beside it */}
        <video ref={video} class="citizen" autoplay playsInline aria-label={t.video} />
        <video ref={self} class="own" autoplay playsInline muted aria-label={t.own} />
        {place === 'apart' && <p class="apart-note">{t.apart.there}</p>}
        <p class="call-state" role="status">
          {t[state]}
          {state === 'connected' && ` · ${t.level[quality.level]}`}
        </p>
      </div>
      {own && (
        <div class="guests-here">
          {props.guests
            .filter(({ key }) => key !== null)
            .map((guest) => (
              <GuestTile key={guest.guest} desk={desk} guest={guest} own={own} sound={sound} off={off} />
            ))}
        </div>
      )}
      <div class="side-by-side">
        <button type="button" class="plain" aria-pressed={off.audio} onClick={() => toggle('audio')}>
          {off.audio ? t.unmute : t.mute}
        </button>
        <button type="button" class="plain" aria-pressed={off.video} onClick={() => toggle('video')}>
          {off.video ? t.show : t.hide}
        </button>
        {state === 'connected' && (
          <button type="button" class="plain" aria-pressed={place === 'apart'} onClick={moveApart}>
            {place === 'apart' ? t.apart.back : t.apart.move}
          </button>
        )}
        {silent && (
          <button
            type="button"
            class="plain"
            onClick={() =>
              void video.current?.play().then(
                () => setSilent(false),
                () => undefined,
              )
            }
          >
            {t.unheard}
          </button>
        )}
      </div>
      {place === 'refused' && <p role="status">{t.apart.refused}</p>}
    </section>
  )
}
