import { useEffect, useRef, useState } from 'preact/hooks'
import type { Ask } from '../../../device/contract/asks.ts'
import type { CallView } from '../../../device/contract/call.ts'
import { OutletChoice } from '../sound/outlet.tsx'
import { useRouted } from '../sound/sound.ts'
import { useStage } from '../stage.ts'
import { Guests } from './guests.tsx'
import type { SignalListener } from './signals.ts'
import { Typed } from './typed.tsx'
import { useCall } from './use-call.ts'

/** Steps of the loudspeaker; begins in the middle for every visit (EN 301 549: reset after each use). */
const LOUDEST = 5
const START_VOLUME = 3
const captures: ReadonlySet<Ask['is']> = new Set(['document', 'portrait', 'finger', 'signature'])

type Props = { call: CallView; signals: Set<SignalListener> }

/** The caseworker, as large as life where nothing else is asked; beside or above the ask where something is. */
export function CallPanel({ call, signals }: Props) {
  const { t, state: screen } = useStage()
  const watched = captures.has(screen.ask.is)
  const { state, remote, own, voice, quality } = useCall(call, signals)
  const silent = voice === null
  const [muted, setMuted] = useState(false)
  const [hidden, setHidden] = useState(call.voice ?? false)
  const [volume, setVolume] = useState(START_VOLUME)
  const [writing, setWriting] = useState(false)
  const writer = useRef<HTMLButtonElement>(null)
  const { name, role, municipality } = call.caseworker

  useEffect(() => {
    for (const track of own?.getAudioTracks() ?? []) track.enabled = !muted
    for (const track of own?.getVideoTracks() ?? []) track.enabled = !hidden
  }, [own, voice, muted, hidden])

  return (
    <section class="call" aria-label={t.call.panel}>
      <div class="call-pictures">
        <Video stream={remote} label={t.call.video(name)} volume={volume / LOUDEST} capturing={Boolean(voice)} />
        {state !== 'connected' && (
          <p class="call-state" role="status">
            {t.call.state[state]}
          </p>
        )}
        <div class={`own ${hidden ? 'off' : ''}`}>
          <Video stream={own} label={t.call.own} muted />
        </div>
        <div class="who">
          <p>
            <b>{name}</b>
          </p>
          <p>
            {role}, {municipality}
          </p>
        </div>
      </div>
      <Guests
        own={own}
        voice={voice ?? null}
        muted={muted}
        hidden={hidden}
        volume={volume / LOUDEST}
        signals={signals}
      />
      {state === 'connected' && quality.level !== 'picture' && (
        <p class="call-note" role="status" data-level={quality.level}>
          {t.call.level[quality.level]}
        </p>
      )}
      {silent && (
        <p class="call-note" role="status">
          {t.call.noMicrophone}
        </p>
      )}
      <OutletChoice />
      <Typed
        open={writing}
        onClose={() => {
          setWriting(false)
          writer.current?.focus()
        }}
      />
      <div class="call-tools">
        <button
          ref={writer}
          type="button"
          class="button button-secondary"
          aria-expanded={writing}
          aria-label={t.call.write}
          onClick={() => setWriting(!writing)}
        >
          {t.call.writeShort}
        </button>
        {!silent && (
          <button type="button" class="button button-secondary" onClick={() => setMuted(!muted)}>
            {muted ? t.call.unmute : t.call.mute}
          </button>
        )}
        {/* While a capture is watched the law wants the picture. */}
        <button
          type="button"
          class="button button-secondary"
          disabled={!hidden && watched}
          title={watched ? t.call.mustSee : undefined}
          onClick={() => setHidden(!hidden)}
        >
          {hidden ? t.call.cameraOn : t.call.cameraOff}
        </button>
        <fieldset class="volume">
          <legend class="sr-only">
            {t.call.volume} {volume}/{LOUDEST}
          </legend>
          <button
            type="button"
            class="button button-secondary"
            aria-label={t.call.quieter}
            disabled={volume <= 1}
            onClick={() => setVolume(volume - 1)}
          >
            −
          </button>
          <span aria-hidden="true">
            {t.call.volume} {volume}
          </span>
          <button
            type="button"
            class="button button-secondary"
            aria-label={t.call.louder}
            disabled={volume >= LOUDEST}
            onClick={() => setVolume(volume + 1)}
          >
            +
          </button>
        </fieldset>
      </div>
    </section>
  )
}

type VideoProps = {
  stream: MediaStream | null
  label: string
  muted?: boolean
  volume?: number
  /** The own microphone is open. */
  capturing?: boolean
}
function Video({ stream, label, muted, volume, capturing }: VideoProps) {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const element = video.current!
    element.srcObject = stream
    const hear = () => {
      element.muted = muted ?? false
    }
    // A page that nobody has touched since it was loaded may have to be silent: then the picture comes at once and the
    // sound once its own microphone is open, or with the first touch.
    if (stream)
      element.play().catch((error: DOMException) => {
        if (error.name !== 'NotAllowedError') return
        element.muted = true
        addEventListener('pointerdown', hear, { once: true })
        element.play().catch(() => undefined)
      })
    return () => {
      removeEventListener('pointerdown', hear)
      element.srcObject = null
    }
  }, [stream])
  useEffect(() => {
    const element = video.current!
    if (!capturing || muted || !element.muted || !element.srcObject) return
    element.muted = false
    element.play().catch(() => {
      element.muted = true
      element.play().catch(() => undefined)
    })
  }, [capturing])
  useRouted(video, volume ?? 0)
  return <video ref={video} autoPlay playsInline muted={muted ?? false} aria-label={label} />
}
