/**
 * Stands where the kiosk browser stands in an image built with SCREEN=none, for tests of starts and updates on machines that
 * are too slow to draw: says “painted” as the page does, and says yes to the fingerprint. Never in a box in service.
 */
import { setTimeout as sleep } from 'node:timers/promises'

const [url = 'http://127.0.0.1:8100/'] = process.argv.slice(2)
const PAINT_MS = 2_000
let socket: WebSocket | null = null

function watch(): void {
  const at = new URL('/setup', url)
  at.protocol = 'ws:'
  const opened = new WebSocket(at)
  socket = opened
  opened.addEventListener('message', ({ data }) => {
    const { is, confirmed } = JSON.parse(String(data)) as { is: string; confirmed?: boolean }
    if (is === 'pairing' && !confirmed) opened.send(JSON.stringify({ is: 'same' }))
  })
  opened.addEventListener('error', () => {})
  opened.addEventListener('close', () => (socket = null))
}

for (;;) {
  const reply = await fetch(new URL('/health', url)).catch(() => null)
  if (reply?.ok) {
    const { mode } = (await reply.json()) as { mode: string }
    await fetch(new URL('/painted', url), { method: 'POST' }).catch(() => null)
    if (mode === 'setup' && !socket) watch()
  }
  await sleep(PAINT_MS)
}
