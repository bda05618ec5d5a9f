import { useEffect } from 'preact/hooks'
import type { DeskState } from './store.ts'

export const VIDEO = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 15 } }

/** Nobody waits any more: the next one may come at once, and a lamp that goes on and off all day would be a nuisance (ms). */
const LINGER_MS = 30_000

let ready: Promise<MediaStream | null> | undefined

function open(): void {
  const devices = navigator.mediaDevices as MediaDevices | undefined
  ready ??= (devices?.getUserMedia({ video: VIDEO }) ?? Promise.resolve(null)).catch(() => null)
}
function close(): void {
  void ready?.then((stream) => {
    for (const track of stream?.getTracks() ?? []) track.stop()
  })
  ready = undefined
}

/** The camera that is open, or just being opened; it belongs to the call from here on. */
export async function takeCamera(): Promise<MediaStream | null> {
  const taken = ready
  ready = undefined
  const stream = await taken
  return stream?.active ? stream : null
}

/**
 * A camera takes up to a second to open, which a citizen would wait for. So it is open, its lamp lit, while somebody waits with
 * a picture whom this caseworker may take now, and half a minute longer: not on a pause, not while the page is hidden, and not
 * while nobody needs them. Nothing is sent or shown; the microphone is not opened before the call.
 */
export function useCameraReady({ queue, me, held }: DeskState): void {
  const free = me !== null && me.availability !== 'pause' && !held
  const wanted =
    free &&
    (queue ?? []).some(
      ({ fit, channel, claimedBy, voice }) => fit === 'yes' && channel === 'box' && claimedBy === null && !voice,
    )
  useEffect(() => {
    const look = () => (wanted && document.visibilityState === 'visible' ? open() : close())
    if (wanted || !free) look()
    const timer = free && !wanted ? setTimeout(close, LINGER_MS) : undefined
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [free, wanted])
  useEffect(() => close, [])
}
