import { useEffect, useRef, useState } from 'preact/hooks'
import { type Call, type CallOptions, type CallState, startCall } from './call.ts'
import { lend } from './lend.ts'

export type LentCall = Omit<CallOptions, 'media' | 'onRemote' | 'onState'> & {
  /** Hands on what the other end says; returns its end. */
  listen(receive: Call['receive']): () => void
}

/**
 * One more call beside the main one, with the same camera and microphone lent to it, for as long as its tile is there: key the
 * tile by whom it calls. `video` is the element that shows the other end; null calls nobody. `voice`: the microphone of `own`
 * now, where it may be another one later.
 */
export function useLentCall(
  { own, voice }: { own: MediaStream; voice?: MediaStreamTrack | null | undefined },
  kinds: readonly string[],
  off: { audio: boolean; video: boolean },
  begin: () => LentCall | null,
) {
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<CallState>('connecting')
  const [lent] = useState(() => lend(own, kinds))
  const engine = useRef<Call | null>(null)
  const spoken = useRef(voice)
  useEffect(() => {
    const one = begin()
    if (!one) return
    const { listen, ...options } = one
    const call = startCall({
      ...options,
      media: async () => lent,
      onRemote(stream) {
        if (!video.current) return
        video.current.srcObject = stream
        video.current.play().catch(() => undefined)
      },
      onState: setState,
    })
    engine.current = call
    const deaf = listen(call.receive)
    return () => {
      deaf()
      call.close()
    }
  }, [])
  useEffect(() => {
    if (spoken.current === voice) return
    spoken.current = voice
    for (const track of lent.getAudioTracks()) {
      track.stop()
      lent.removeTrack(track)
    }
    if (voice) lent.addTrack(voice.clone())
    engine.current?.retrack()
  }, [voice])
  useEffect(() => {
    for (const track of lent.getTracks()) track.enabled = !off[track.kind as 'audio' | 'video']
  }, [off.audio, off.video, voice])
  return { video, state }
}
