/**
 * Break-out suite: the kiosk's own Chromium, policies and keeper under Xvfb, with a keyboard (which a box in service
 * ignores altogether), a page that tries what a page can, and every chord we know. None leaves the page for good.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
/** As long as systemd waits (ms). */
const RESTART_MS = 1_000

/** X key names, as somebody with a USB keyboard would press them. */
const chords = [
  ...[
    'ctrl+n',
    'ctrl+shift+n',
    'ctrl+t',
    'ctrl+shift+t',
    'ctrl+w',
    'ctrl+shift+w',
    'ctrl+l',
    'alt+d',
    'F6',
    'ctrl+o',
    'ctrl+p',
  ],
  ...[
    'ctrl+s',
    'ctrl+u',
    'ctrl+shift+i',
    'ctrl+shift+j',
    'ctrl+shift+c',
    'F12',
    'ctrl+h',
    'ctrl+j',
    'ctrl+shift+o',
    'ctrl+d',
  ],
  ...[
    'ctrl+shift+Delete',
    'ctrl+shift+m',
    'shift+Escape',
    'F1',
    'F11',
    'alt+Home',
    'alt+Left',
    'alt+Right',
    'alt+F4',
    'ctrl+F4',
  ],
  ...[
    'ctrl+Tab',
    'ctrl+1',
    'F3',
    'ctrl+f',
    'ctrl+g',
    'ctrl+plus',
    'ctrl+minus',
    'ctrl+0',
    'F5',
    'ctrl+F5',
    'F7',
    'F10',
    'alt+e',
  ],
  ...[
    'alt+space',
    'ctrl+shift+b',
    'ctrl+shift+a',
    'ctrl+shift+q',
    'super+l',
    'ctrl+alt+F2',
    'ctrl+alt+Delete',
    'Print',
    'Menu',
  ],
]
/** What a page, or a picture dragged onto it, could try; run inside the page. */
const tricks: Record<string, string> = {
  'a new window': "window.open('http://example.com/', '_blank', 'width=300,height=300')",
  'another site': "location.href = 'http://example.com/'",
  'a file of the machine': "location.href = 'file:///etc/passwd'",
  settings: "location.href = 'chrome://settings'",
  'view-source': "location.href = 'view-source:' + location.href",
  'a data page': "location.href = 'data:text/html,hello'",
  'a mail program': "location.href = 'mailto:a@b.c'",
  'another program': "location.href = 'steam://run/1'",
  'a javascript link': "location.href = 'javascript:document.write(1)'",
  'the print dialog': 'print()',
  'an alert': "setTimeout(() => alert('x'))",
  'a question on leaving': "addEventListener('beforeunload', (e) => e.preventDefault()); location.reload()",
  'a file dialog': "document.querySelector('input[type=file]').click()",
  'a download':
    "Object.assign(document.createElement('a'), { href: 'data:application/octet-stream,x', download: 'x' }).click()",
  'full screen': 'document.documentElement.requestFullscreen().catch(() => {})',
  'a crash': "location.href = 'chrome://crash'",
  'a hang': 'setTimeout(() => { for (;;); })',
  'a page without end': "document.body.innerHTML = ''; document.title = 'gone'",
}
const page = `<!doctype html><html><head><title>kiosk</title></head><body style="background:#cfc">
<h1>Borgerboks</h1><input id="name" autocomplete="name"><input type="password"><input type="file">
<a href="http://example.com/" target="_blank" draggable="true">link</a>
<script>setInterval(() => requestAnimationFrame(() => fetch('/beat?' + encodeURIComponent(location.href))), 300)
new EventSource('/tricks').onmessage = (event) => eval(event.data)</script></body></html>`

/** Every attempt that left another page, a second window or nothing behind. Rejects when a program is missing. */
export async function breakOut(say: (line: string) => void): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'boks-kiosk-'))
  let beat = 0
  let trick: ((script: string) => void) | null = null
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://x')
    if (pathname === '/beat' && decodeURIComponent(search).endsWith('/')) beat = performance.now()
    if (pathname === '/health') {
      const painted = Math.round(performance.now() - beat)
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ painted }))
    }
    if (pathname === '/tricks') {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      trick = (script) => void response.write(`data: ${script}\n\n`)
      return
    }
    response.writeHead(200, { 'content-type': 'text/html' }).end(pathname === '/' ? page : '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const policies = join(folder, 'managed')
  cpSync(join(root, 'provisioning/image/root/etc/chromium/policies/managed'), policies, { recursive: true })
  const file = join(policies, 'borgerboks.json')
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(':8100', `:${port}`))
  mkdirSync('/etc/chromium/policies/managed', { recursive: true })

  const display = `:${90 + (process.pid % 100)}`
  const xvfb = spawn('Xvfb', [display, '-screen', '0', '1080x1920x24', '-nolisten', 'tcp'], { stdio: 'ignore' })
  await sleep(1_500)
  const env = { ...process.env, DISPLAY: display, XDG_RUNTIME_DIR: folder }
  // In a mount namespace of its own, so that this machine's Chromium keeps its policies.
  const script = `mount --bind '${policies}' /etc/chromium/policies/managed && exec "$@"`
  const keeper = join(root, 'device/kiosk/browser.ts')
  const command = [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    keeper,
    `http://127.0.0.1:${port}/`,
    '--no-sandbox',
    '--disable-gpu',
    '--window-size=1080,1920',
  ]
  let log = ''
  let over = false
  /** A keeper that gives up is started anew, as systemd does it on a box (boks-kiosk.service: Restart=always). */
  const keep = (): ChildProcess => {
    const child = spawn('unshare', ['-m', '--propagation', 'private', 'sh', '-c', script, 'sh', ...command], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child.stderr.on('data', (chunk: Buffer) => (log += chunk))
    child.once('exit', () => !over && setTimeout(() => !over && (kiosk = keep()), RESTART_MS))
    return child
  }
  let kiosk = keep()
  const xdotool = (...args: string[]) =>
    run('xdotool', args, { env }).then(
      ({ stdout }) => stdout.trim(),
      () => '',
    )
  const windows = async () =>
    (await xdotool('search', '--onlyvisible', '--class', 'chromium')).split('\n').filter(Boolean).length

  /** Back on the page, alone, within the keeper's time. */
  const settles = async (limitMs: number): Promise<boolean> => {
    const from = performance.now()
    await sleep(250)
    while (performance.now() - from < limitMs) {
      if (beat > from + 200 && (await windows()) <= 1) return true
      await sleep(250)
    }
    return false
  }
  const escapes: string[] = []
  try {
    if (!(await settles(120_000))) throw new Error(`the kiosk did not start: ${log.slice(-600)}`)
    say('the kiosk shows its page')
    const left = (attempt: string) => {
      escapes.push(attempt)
      say(`${attempt}: the page does not come back`)
    }
    for (const chord of chords) {
      await xdotool('mousemove', '400', '900', 'click', '1')
      await xdotool('key', chord)
      if (!(await settles(60_000))) left(chord)
    }
    for (const button of ['2', '3', '8', '9']) {
      await xdotool('mousemove', '400', '900', 'click', button)
      if (!(await settles(60_000))) left(`mouse button ${button}`)
    }
    await xdotool('mousemove', '60', '150', 'mousedown', '1', 'mousemove', '500', '5', 'mouseup', '1')
    if (!(await settles(60_000))) left('drag and drop')
    for (const [name, script] of Object.entries(tricks)) {
      ;(trick as ((script: string) => void) | null)?.(script)
      if (!(await settles(90_000))) left(name)
    }
    say(
      `${chords.length + 5 + Object.keys(tricks).length} attempts, ${escapes.length} escapes${escapes.length ? `: ${escapes.join(', ')}` : ''}`,
    )
  } finally {
    over = true
    kiosk.kill('SIGTERM')
    await Promise.race([once(kiosk, 'exit'), sleep(10_000)])
    xvfb.kill('SIGTERM')
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return escapes
}
