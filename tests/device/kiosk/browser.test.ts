/** The citizens' browser is killed, led away, frozen, given a second window: each time the right page is back, painting. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

const test = suite('kiosk browser')
const folder = mkdtempSync(join(tmpdir(), 'boks-kiosk-'))
/** Stands where the box's page stands: says that it paints, and takes what a mishap is to do in it. */
const page = `<!doctype html><title>kiosk</title><h1>Borgerboks</h1><script>
setInterval(() => requestAnimationFrame(() => fetch('/painted', { method: 'POST' })), 100)
new EventSource('/mishaps').onmessage = ({ data }) => eval(data)</script>`
/** The keeper allows 30 s without painting; here its page is old after a second and a half. */
const TIMES = 20
let last = 0
let loads = 0
let mishaps: ServerResponse | null = null
const waiting: (() => void)[] = []
let port = 0
let keeper: ChildProcess
let said = ''
let over = false

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://x')
  if (pathname === '/health') {
    const painted = Math.round((performance.now() - last) * TIMES)
    return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ painted }))
  }
  if (pathname === '/painted') {
    last = performance.now()
    response.end()
    for (const tell of waiting.splice(0)) tell()
  } else if (pathname === '/mishaps') {
    mishaps = response
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
  } else if (pathname === '/') {
    loads += 1
    response.writeHead(200, { 'content-type': 'text/html' }).end(page)
  } else response.end()
})

/** As systemd does: a keeper that ends (a browser that never painted) is started again. */
function startKeeper(): void {
  const script = join(import.meta.dirname, '../../../device/kiosk/browser.ts')
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu']
  keeper = spawn(process.execPath, [script, `http://127.0.0.1:${port}/`, ...flags], {
    env: { ...process.env, XDG_RUNTIME_DIR: folder, BOKS_KIOSK_LOOK_MS: '300' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  keeper.stderr!.on('data', (chunk: Buffer) => (said += chunk))
  keeper.once('exit', () => over || startKeeper())
}
process.once('exit', () => keeper.kill('SIGTERM'))

test.before(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  startKeeper()
  await loaded(1)
  while (seenWell() < 1) await painted()
})
test.after(async () => {
  over = true
  keeper.kill('SIGTERM')
  if (keeper.exitCode === null) await once(keeper, 'exit')
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const painted = () => new Promise<void>((resolve) => waiting.push(resolve))
/** The page has been loaded so often, and paints, and takes orders. */
async function loaded(times: number): Promise<void> {
  for (;;) {
    await painted()
    if (loads >= times && mishaps && !mishaps.destroyed) return
  }
}
const inPage = (script: string) => void mishaps!.write(`data: ${script}\n\n`)

/** Processes of this test's browser, by its profile. */
function browsers(): number[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'latin1')
      return line.includes(folder) && !line.includes('--type=') && !line.includes('browser.ts') ? [Number(pid)] : []
    } catch {
      return []
    }
  })
}

/** So often has the keeper found a page well that it had not seen before. */
const seenWell = () => said.split('the page paints').length - 1

/** Something happens to the page; then it is there anew, and the keeper knows. */
async function backAfter(mishap: () => void): Promise<void> {
  const before = loads
  const well = seenWell()
  mishap()
  mishaps = null
  await loaded(before + 1)
  while (seenWell() <= well) await painted()
}

test('killed, and killed again as soon as it is back', async () => {
  for (let n = 0; n < 2; n += 1)
    await backAfter(() => {
      const found = browsers()
      assert.ok(found.length > 0, `its processes were not found: ${said}`)
      for (const pid of found) process.kill(pid, 'SIGKILL')
    })
})

test('led to another address', async () => {
  await backAfter(() => inPage('location.href = "about:blank"'))
})

test('frozen: a page that never ends its work', async () => {
  await backAfter(() => inPage('for (;;);'))
})

test.run()
