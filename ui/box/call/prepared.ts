import { useEffect } from 'preact/hooks'
import type { Ways } from '../../../device/contract/call.ts'
import { prepareCall } from '../../shared/call.ts'

/** A way that was found grows old: relays and networks change while somebody waits (ms). */
const FRESH_MS = 60_000

let prepared: RTCPeerConnection | undefined

const drop = () => {
  prepared?.close()
  prepared = undefined
}

/** While somebody waits to be helped, the connection of the call that will come is kept ready. */
export function usePrepared(ways: Ways | null): void {
  useEffect(() => {
    if (!ways) return
    const prepare = () => {
      drop()
      prepared = prepareCall(ways)
    }
    prepare()
    const timer = setInterval(prepare, FRESH_MS)
    return () => {
      clearInterval(timer)
      drop()
    }
  }, [JSON.stringify(ways)])
}

/** The call that begins now has it from here on. */
export function takePrepared(): RTCPeerConnection | undefined {
  const taken = prepared
  prepared = undefined
  return taken
}
