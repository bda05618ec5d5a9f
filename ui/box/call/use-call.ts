import { useEffect, useState } from 'preact/hooks'
import type { CallView } from '../../../device/contract/call.ts'
import { type CallState, startCall } from '../../shared/call.ts'
import type { Quality } from '../../shared/quality.ts'
import { boxMedia } from '../camera.ts'
import { useStage } from '../stage.ts'
import type { SignalListener } from './signals.ts'

/** The citizen's end of the call, for as long as the component that uses it is on the page. */
export function useCall(call: CallView, signals: Set<SignalListener>) {
  const { send } = useStage()
  const [state, setState] = useState<CallState>('connecting')
  const [remote, setRemote] = useState<MediaStream | null>(null)
  const [own, setOwn] = useState<MediaStream | null>(null)
  const [quality, setQuality] = useState<Quality>({ level: 'picture', seeing: false })
  const [silent, setSilent] = useState(false)

  // A claim is one call: the panel is keyed by it, so its servers are those it began with.
  useEffect(() => {
    const { claim } = call
    const engine = startCall({
      role: 'box',
      iceServers: call.iceServers,
      iceTransportPolicy: call.iceTransportPolicy,
      media: async () => {
        const stream = await boxMedia(() => setSilent(true))
        setOwn(stream)
        return stream
      },
      send: (signal) => send({ is: 'signal', claim, signal }),
      onRemote: setRemote,
      onState: setState,
      onQuality: setQuality,
    })
    const listen: SignalListener = (of, signal) => {
      if (of === claim) engine.receive(signal)
    }
    signals.add(listen)
    return () => {
      signals.delete(listen)
      engine.close()
    }
  }, [])

  return { state, remote, own, silent, quality }
}
