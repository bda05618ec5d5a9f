/** After a lost connection: quick at first, since most gaps are a restart on the same machine (ms). */
const RETRY_MS = 300
const RETRY_MAX_MS = 3_000

export type Socket<Up> = { send(message: Up): boolean; close(): void }

/**
 * A JSON WebSocket that comes back by itself. `onMessage` gets each parsed message, `onOpen` is told of every gap and its
 * end. `send` returns false while there is no connection: nothing is queued, since the other end sends its whole state anew.
 */
export function openSocket<Down, Up>(
  path: string,
  onMessage: (message: Down) => void,
  onOpen: (open: boolean) => void,
): Socket<Up> {
  let socket: WebSocket | undefined
  let pause = RETRY_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  let ended = false
  const url = new URL(path, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'

  const connect = () => {
    socket = new WebSocket(url)
    socket.onopen = () => {
      pause = RETRY_MS
      onOpen(true)
    }
    socket.onmessage = (event) => onMessage(JSON.parse(String(event.data)) as Down)
    socket.onclose = () => {
      if (ended) return
      onOpen(false)
      timer = setTimeout(connect, pause)
      pause = Math.min(pause * 2, RETRY_MAX_MS)
    }
  }
  connect()
  return {
    send(message) {
      if (socket?.readyState !== WebSocket.OPEN) return false
      socket.send(JSON.stringify(message))
      return true
    },
    close() {
      ended = true
      clearTimeout(timer)
      socket?.close()
    },
  }
}
