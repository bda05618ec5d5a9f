import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { CallView } from '../../../device/contract/call.ts'
import { type Call, type CallState, startCall } from '../../shared/call.ts'
import type { Quality } from '../../shared/quality.ts'
import { boxMedia, otherMicrophone } from '../camera.ts'
import { useSound } from '../sound/sound.ts'
import { useStage } from '../stage.ts'
import { takePrepared } from './prepared.ts'
import type { SignalListener } from './signals.ts'

/** The citizen's end of the call, for as long as the component that uses it is on the page. */
export function useCall(call: CallView, signals: Set<SignalListener>) {
  const { send } = useStage()
  const [state, setState] = useState<CallState>('connecting')
  const [remote, setRemote] = useState<MediaStream | null>(null)
  const [own, setOwn] = useState<MediaStream | null>(null)
  const [quality, setQuality] = useState<Quality>({ level: 'picture', seeing: false })
  /** The microphone now; null: there is none; undefined: it is being opened. */
  const [voice, setVoice] = useState<MediaStreamTrack | null>()
  const engine = useRef<Call | null>(null)

  // A claim is one call: the panel is keyed by it, so its servers are those it began with. Before the page is painted: a
  // frame counts.
  useLayoutEffect(() => {
    const { claim } = call
    const started = startCall({
      role: 'box',
      iceServers: call.iceServers,
      iceTransportPolicy: call.iceTransportPolicy,
      ready: takePrepared(),
      media: async () => {
        const stream = boxMedia(() => {
          setVoice(stream.getAudioTracks()[0] ?? null)
          engine.current?.retrack()
        })
        setOwn(stream)
        return stream
      },
      send: (signal) => send({ is: 'signal', claim, signal }),
      onRemote: setRemote,
      onState: setState,
      onQuality: setQuality,
    })
    const listen: SignalListener = (of, signal) => {
      if (of === claim) started.receive(signal)
    }
    engine.current = started
    signals.add(listen)
    return () => {
      signals.delete(listen)
      started.close()
    }
  }, [])

  // Whoever speaks into the headset or the handset is heard by it, not by the box.
  const { where, there } = useSound()
  const opening = voice === undefined
  const microphone = where === 'nowhere' ? null : (there[where]?.microphone ?? null)
  useEffect(() => {
    if (!own || !microphone || opening) return
    let over = false
    void otherMicrophone(own, microphone, () => over).then((changed) => {
      if (!changed) return
      setVoice(own.getAudioTracks()[0])
      engine.current?.retrack()
    })
    return () => {
      over = true
    }
  }, [own, microphone, opening])

  return { state, remote, own, voice, quality }
}
