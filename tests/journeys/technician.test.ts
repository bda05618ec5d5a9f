/** A scripted technician: from a box that is nobody's to one in service, reconfigured, moved and retired, in one run. */
import { existsSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { WebSocket } from 'ws'
import type { AcceptStep } from '../../device/contract/accept.ts'
import type { LogLine } from '../../device/contract/diagnosis.ts'
import type { BoxSettings, Fleet } from '../../device/contract/fleet-view.ts'
import type { Settings } from '../../device/contract/settings.ts'
import type { SetupState, SetupUp } from '../../device/contract/setup.ts'
import { demoTechnician } from '../../provisioning/demo/demo.ts'
import { callHub, signIn } from '../../provisioning/hub-client.ts'
import { allBytes, type Ground, ground, until } from './ground.ts'

const test = suite('technician')
let room: Ground
let cookie: string
let state: SetupState | null = null
let socket: WebSocket | null = null
const seen: string[] = []

test.before(async () => {
  room = await ground({ unenrolled: true, trialMs: 8_000 })
  cookie = await signIn(room.web, demoTechnician)
})
test.after(async () => {
  if (process.env.LOUD) for (const line of room.logs) console.log(line.slice(0, 300))
  socket?.terminate()
  await room?.dispose()
})

const hub = (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
  callHub(room.web, cookie, method, path, body)
const fleet = async () => ((await hub('GET', '/api/fleet')) as Fleet).boxes
const box = async () => (await fleet()).find((one) => one.state !== 'retired')!

/** The page on the box's own screen, which goes and comes with the box's modes. */
function openPage(): void {
  const url = new URL('/setup', room.screen)
  url.protocol = 'ws:'
  const opened = new WebSocket(url)
  socket = opened
  opened.on('message', (data) => {
    state = JSON.parse(String(data)) as SetupState
    if (state.is !== seen.at(-1)) seen.push(state.is)
  })
  opened.on('error', () => {})
  opened.on('close', () => {
    socket = null
    state = null
  })
}
const touch = (up: SetupUp) => socket!.send(JSON.stringify(up))
const shows = async (is: SetupState['is']) =>
  until(
    `the box shows ${is}`,
    () => {
      if (!socket) openPage()
      return state?.is === is
    },
    60_000,
  )
const mode = async () => {
  const reply = await fetch(new URL('/health', room.screen)).catch(() => null)
  return reply?.ok ? ((await reply.json()) as { mode: string }).mode : null
}

test('a new box shows its code; typed at the hub, both show the same fingerprint; then it waits for its configuration', async () => {
  await shows('pairing')
  assert.ok(state?.is === 'pairing')
  const { code, fingerprint, softwareKey } = state
  assert.ok(softwareKey, 'a software key is said loudly')
  const pairing = (await hub('GET', `/api/pairings/by-code/${code}`)) as { pairing: string; fingerprint: string }
  assert.is(pairing.fingerprint, fingerprint)
  await hub('POST', `/api/pairings/${pairing.pairing}/accept`, {
    fingerprint,
    name: 'Boks 1',
    place: 'Hovedbiblioteket',
  })
  assert.not.ok(
    existsSync(`${room.identity}/box.json`),
    'the box keeps nothing before it is confirmed on its screen too',
  )
  touch({ is: 'same' })
  await shows('waiting')
  const { accepted, inService } = await box()
  assert.is(accepted, null)
  assert.not.ok(inService)
})

test('its configuration starts from what it found and what the hub knows; what is wrong is not signed; a right one is sent, and the acceptance test begins', async () => {
  const id = (await box()).box
  const at = `/api/boxes/${id}/settings`
  const { settings: none, proposal } = (await hub('GET', at)) as BoxSettings
  assert.is(none, null)
  assert.ok(proposal, 'the box has said what it found, be it nothing')
  const start = ((await hub('GET', `${at}/start`)) as { settings: Partial<Settings> }).settings
  assert.is(start.place, 'Hovedbiblioteket')
  assert.equal(start.devices, proposal.devices)
  // What is on the bench is no device of this machine: the technician names it.
  const { municipality, devices, errands } = room.settings
  const ready = { ...start, municipality, devices, errands }
  const bad = { ...room.settings, devices: { ...room.settings.devices, printer: { uri: 'lpt1' } } }
  const said = await hub('PUT', at, { settings: bad }).then(() => '', String)
  assert.match(said, 'printer')
  assert.equal(await hub('PUT', at, { settings: ready }), { version: 1 })
  await shows('accept-code')
})

test('whoever passes by cannot begin the test: the screen wants the technician’s code, which works once', async () => {
  const id = (await box()).box
  const made = (await hub('POST', `/api/boxes/${id}/accept-code`, {})) as { code: string }
  touch({ is: 'code', code: String((Number(made.code) + 1) % 1_000_000).padStart(6, '0') })
  await until('a wrong one is refused', () => state?.is === 'accept-code' && state.problem === 'wrong')
  touch({ is: 'code', code: made.code })
  await shows('accept')
})

test('every device in turn, with hands on the bench; a failed step is repeated; the signed report opens the box', async () => {
  const id = (await box()).box
  const handled = new Set<AcceptStep>()
  const hands: Partial<Record<AcceptStep, () => Promise<unknown> | unknown>> = {
    document: () => room.act({ is: 'put-down', citizen: 'good' }),
    portrait: () => room.act({ is: 'stand', citizen: 'good' }),
    finger: () => room.act({ is: 'finger', citizen: 'good' }),
    async replug() {
      await room.act({ is: 'pull-out' })
      await room.act({ is: 'plug', device: 'card', in: false })
      await room.act({ is: 'plug', device: 'card', in: true })
    },
  }
  let failures = 0
  await until(
    'the box is accepted',
    async () => {
      if (!socket) openPage()
      if (state?.is === 'accept' && state.accept.step) {
        const { step, state: is } = state.accept
        if (is === 'doing' && !handled.has(step)) {
          handled.add(step)
          await hands[step]?.()
        } else if (is === 'asks' && !handled.has(`asked ${step}` as AcceptStep)) {
          handled.add(`asked ${step}` as AcceptStep)
          touch({ is: 'answer', step, ok: true })
        } else if (is === 'failed' && failures < 8) {
          failures += 1
          handled.delete(step)
          state = null
          touch({ is: 'repeat', step })
        }
      }
      return (await box()).accepted !== null
    },
    120_000,
  )
  await until('the citizens’ page', async () => (await mode()) === 'box')
  const history = (await hub('GET', `/api/boxes/${id}/history`)) as { is: string; what: string }[]
  assert.ok(history.some(({ is, what }) => is === 'acceptance' && what === 'passed'))
  assert.ok((await box()).inService)
  await until('health has come', async () => (await box()).health !== null)
  assert.is((await box()).config?.state, 'applied')
})

test('a technician far away reads the box’s own log; it answers while it serves, and nobody else may', async () => {
  const { box: id } = await box()
  await until('it is there and says that it tells', async () => {
    const { connected, health } = await box()
    return connected && health?.tellsLog === true
  })
  const lines = (await hub('GET', `/api/boxes/${id}/log`)) as LogLine[]
  assert.ok(lines.some(({ what, more }) => what === 'presence' && more.includes('device=printer is=ready')))
  assert.ok(lines.every(({ at, level }) => Date.parse(at) > 0 && level !== undefined))
  assert.is((await fetch(new URL(`/api/boxes/${id}/log`, room.web))).status, 401)
})

test('out of service with a text: citizens read it', async () => {
  const { box: id } = await box()
  await hub('POST', `/api/boxes/${id}/service`, {
    outOfService: true,
    text: { da: 'Kommer igen kl. 14', en: 'Back at 2 pm' },
  })
  const url = new URL('/screen', room.screen)
  url.protocol = 'ws:'
  const screen = new WebSocket(url)
  screen.on('error', () => {})
  let text = ''
  screen.on('message', (data) => (text = String(data)))
  await until('the text is on the screen', () => text.includes('Kommer igen kl. 14'))
  screen.terminate()
  await hub('POST', `/api/boxes/${id}/service`, { outOfService: false, text: null })
})

test('a configuration with which the printer is gone is rolled back by the box, and the fleet page says why', async () => {
  const { box: id } = await box()
  const worse = { ...room.settings, devices: { ...room.settings.devices, printer: { uri: 'ipp://127.0.0.1:9/ipp' } } }
  await hub('PUT', `/api/boxes/${id}/settings`, { settings: worse })
  await until('rolled back', async () => (await box()).config?.state === 'rolled-back', 60_000)
  assert.match((await box()).config!.why!, 'printer was ready before')
  await until('the citizens’ page', async () => (await mode()) === 'box')
  await until('the printer is back', async () => (await box()).devices?.printer === 'ready', 60_000)
  assert.is((await box()).health?.config, 1)
})

test('moved to another library: its configuration says so, and it wants a new test', async () => {
  const { box: id } = await box()
  await hub('POST', `/api/boxes/${id}/move`, { name: 'Boks 1', place: 'Filialen', at: [55.68, 12.57] })
  seen.length = 0
  await shows('accept-code')
  const now = await box()
  assert.is(now.place, 'Filialen')
  assert.not.ok(now.inService)
})

test('metrics for the municipality’s monitoring, and not for anybody', async () => {
  assert.is((await fetch(new URL('/metrics', room.web))).status, 401)
  const text = await (await fetch(new URL('/metrics', room.web), { headers: { cookie } })).text()
  assert.match(text, /borgerboks_device_ready\{box="Boks 1",place="Filialen",device="printer"\} [01]/)
  assert.match(text, /# TYPE borgerboks_up gauge/)
})

test('nothing of the citizen whose passport was the test passport was logged or kept', () => {
  const needles = ['ERIKSSON', 'Eriksson', 'data:image']
  for (const line of room.logs) for (const needle of needles) assert.not.ok(line.includes(needle), line.slice(0, 200))
  for (const { file, bytes } of allBytes(room.boxData))
    for (const needle of needles) assert.not.ok(bytes.includes(needle), file)
})

test('retired while it waits for its technician: it erases itself, is closed at the hub, and is nobody’s box again', async () => {
  const { box: id } = await box()
  await hub('POST', `/api/boxes/${id}/retire`, {})
  await until(
    'it has said that all is gone',
    async () => (await fleet()).find((one) => one.box === id)?.state === 'retired',
    60_000,
  )
  assert.equal(allBytes(room.boxData), [])
  seen.length = 0
  await shows('pairing')
  assert.not.ok(existsSync(`${room.identity}/box.json`))
  const history = (await hub('GET', `/api/boxes/${id}/history`)) as { what: string; detail: string | null }[]
  assert.ok(history.some(({ detail }) => detail?.includes('data and keys erased')))
})

test.run()
