import { useEffect, useRef, useState } from 'preact/hooks'
import type { Caseworker } from '../../device/contract/nouns.ts'
import { useLentCall } from '../shared/lent-call.ts'
import type { End, GuestLine, Inside } from './line.ts'
import type { Texts } from './texts.ts'

/** Enough to read hands and lips by. */
const VIDEO = { width: { ideal: 960 }, height: { ideal: 720 }, frameRate: { ideal: 30 } }

type Props = { t: Texts; line: GuestLine; inside: Inside; caseworker: Caseworker }

export function Conversation({ t, line, inside, caseworker }: Props) {
  const [own, setOwn] = useState<MediaStream | null>(null)
  const [off, setOff] = useState({ audio: false, video: false })
  const picture = inside.kind !== 'interpreter-voice'
  const { name, role, municipality } = caseworker

  // Effect without dependencies: camera and microphone for as long as the conversation lasts
  useEffect(() => {
    let over = false
    const wishes = picture ? [{ audio: true, video: VIDEO }, { audio: true }, { video: VIDEO }] : [{ audio: true }]
    const ask = async () => {
      for (const wish of wishes) {
        const stream = await navigator.mediaDevices?.getUserMedia(wish).catch(() => null)
        if (stream) return stream
      }
      return new MediaStream()
    }
    const got = ask()
    void got.then((stream) => !over && setOwn(stream))
    return () => {
      over = true
      void got.then((stream) => {
        for (const track of stream.getTracks()) track.stop()
      })
    }
  }, [])

  const silent = own?.getAudioTracks().length === 0
  const seen = (own?.getVideoTracks().length ?? 0) > 0
  const toggle = (kind: 'audio' | 'video') => setOff({ ...off, [kind]: !off[kind] })
  return (
    <section class="conversation">
      <h1 class="as">{t.as[inside.kind]}</h1>
      {own && (
        <div class="pictures">
          <Other t={t} line={line} end="box" who={t.citizen} own={own} off={off} inside={inside} picture={picture} />
          <Other
            t={t}
            line={line}
            end="desk"
            who={`${name}, ${role}, ${municipality}`}
            own={own}
            off={off}
            inside={inside}
            picture
          />
          {seen && <Own stream={own} label={t.own} off={off.video} />}
        </div>
      )}
      {silent && (
        <p class="flag" role="alert">
          {t.alone}
        </p>
      )}
      <div class="verbs">
        <button type="button" class="button button-secondary" onClick={() => toggle('audio')}>
          {off.audio ? t.unmute : t.mute}
        </button>
        {seen && (
          <button type="button" class="button button-secondary" onClick={() => toggle('video')}>
            {off.video ? t.show : t.hide}
          </button>
        )}
        <button type="button" class="button button-primary" onClick={line.leave}>
          {t.leave}
        </button>
      </div>
    </section>
  )
}

/** One of the two others. The guest's page calls the box, and the desk's page calls the guest. */
function Other(
  props: Omit<Props, 'caseworker'> & {
    end: End
    who: string
    own: MediaStream
    off: { audio: boolean; video: boolean }
    picture: boolean
  },
) {
  const { t, line, end, inside, off, picture } = props
  const { video, state } = useLentCall({ own: props.own }, ['audio', 'video'], off, () => ({
    role: end === 'box' ? 'desk' : 'box',
    iceServers: inside.iceServers,
    iceTransportPolicy: inside.iceTransportPolicy,
    send: (signal) => line.say(end, signal),
    listen: (receive) => line.onSignal(end, receive),
  }))
  return (
    <figure data-end={end} data-state={state}>
      {/* biome-ignore lint/a11y/useMediaCaption: a live call */}
      <video ref={video} autoplay playsInline aria-label={props.who} class={picture ? '' : 'unseen'} />
      {!picture && <span class="sound-only">{t.soundOnly}</span>}
      <figcaption>
        <b>{props.who}</b> <span role="status">{state !== 'connected' && `· ${t.state[state]}`}</span>
      </figcaption>
    </figure>
  )
}

function Own({ stream, label, off }: { stream: MediaStream; label: string; off: boolean }) {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    video.current!.srcObject = stream
  }, [stream])
  return (
    <figure class={`own ${off ? 'off' : ''}`}>
      <video ref={video} autoplay playsInline muted aria-label={label} />
      <figcaption>{label}</figcaption>
    </figure>
  )
}
