/** After a lost connection: the box restarts its camera in about that time (ms). */
const RETRY_MS = 700

type Listener = (frame: ImageBitmap) => void

const listeners = new Set<Listener>()
let stop: (() => void) | undefined

/**
 * The camera's pictures, decoded, as long as somebody looks; the first one to look opens `/preview` and the last closes it.
 * A frame is closed after all have seen it: draw or copy it at once. Frames that come while one is decoded are dropped.
 */
export function watchPreview(listener: Listener): () => void {
  listeners.add(listener)
  stop ??= connect()
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    stop?.()
    stop = undefined
  }
}

function connect(): () => void {
  const url = new URL('/preview', location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  let ended = false
  let busy = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let socket: WebSocket | undefined

  const show = async (jpeg: Blob) => {
    if (busy) return
    busy = true
    // A torn frame is skipped; the next one is 1/30 s away.
    const frame = await createImageBitmap(jpeg).catch(() => null)
    busy = false
    if (!frame) return
    if (!ended) for (const listener of listeners) listener(frame)
    frame.close()
  }
  const open = () => {
    socket = new WebSocket(url)
    socket.binaryType = 'blob'
    socket.onmessage = ({ data }) => void show(data as Blob)
    socket.onclose = () => {
      if (!ended) timer = setTimeout(open, RETRY_MS)
    }
  }
  open()
  return () => {
    ended = true
    clearTimeout(timer)
    socket?.close()
  }
}
