/**
 * The box: `node device/main.ts CONFIG.json`. Enrols if it is nobody's yet, reads the configuration, starts everything;
 * which concrete drivers there are stands in make-devices.ts. Prints one line of JSON when the citizen's screen can be opened; SIGTERM or SIGINT
 * ends it.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Driver } from '../drivers/driver.ts'
import { createColumn } from '../drivers/gpio/column.ts'
import { createLight } from '../drivers/gpio/light.ts'
import { createTray } from '../drivers/gpio/tray.ts'
import { endsPayment, type MoneyEntry } from '../drivers/payment/record.ts'
import { endsPrint, type PrintEntry } from '../drivers/printer/record.ts'
import { acceptUnlessCalledOff } from './accept/call-off.ts'
import { readConfig } from './config.ts'
import { isFault } from './contract/faults.ts'
import type { BoxEvent, Target } from './contract/link.ts'
import type { DeviceKind, Errand } from './contract/nouns.ts'
import { presences } from './devices.ts'
import { createFaceEngine } from './face/engine.ts'
import { createFingerAnalyst } from './finger/analyst.ts'
import { PASSPORT_BPP } from './finger/wsq/encode.ts'
import { needsOf, openDoors } from './firewall/needs.ts'
import { watchHealth } from './health.ts'
import { loadTerminalKey } from './identity/terminal-key.ts'
import { loadTrustStore } from './identity/trust-store.ts'
import { lastPainted } from './kiosk/painted.ts'
import { usbOf } from './ladder/usb.ts'
import { watchLadder } from './ladder/watch.ts'
import { openLedger } from './ledger.ts'
import { credentials } from './link/credentials.ts'
import { createDelivery } from './link/delivery.ts'
import { Link } from './link/link.ts'
import { openOutbox } from './link/outbox.ts'
import { createLog, type Log, newestLines } from './log.ts'
import { logPresence } from './log-presence.ts'
import { makeDevices } from './make-devices.ts'
import { createCashier } from './money/cashier.ts'
import { fateOf } from './money/fate.ts'
import { resolveStory, waitingStories } from './money/waiting.ts'
import { heartbeat, notify } from './notify.ts'
import { readLogo } from './paper/logo.ts'
import { serveScreen } from './screen/server.ts'
import { attentionLimits } from './session/attention.ts'
import { deliveries } from './session/deliveries.ts'
import { LATE_MS } from './session/patience.ts'
import { paperPrinter } from './session/print-paper.ts'
import { receiptPrinter } from './session/print-receipt.ts'
import { Session } from './session/session.ts'
import { slipPrinter } from './session/slips.ts'
import { Stage } from './session/stage.ts'
import { visitTrace } from './session/trace.ts'
import { isOpen } from './settings/hours.ts'
import { onTrial } from './settings/on-trial.ts'
import { takeSettings } from './settings/take.ts'
import { type Prepared, prepare } from './setup/prepare.ts'
import { retire } from './setup/retire.ts'
import { keptHousing, watchTamper } from './tamper.ts'
import { restartMachine } from './update/restart.ts'
import { createUpdates } from './update/updates.ts'
import { ownVersion } from './update/version.ts'

const SOFTWARE = ownVersion()
/** Where the configuration says nothing: what needs no register. */
const PASSPORTS: readonly Errand[] = ['passport-renewal', 'passport-child']
/** How long a result stays on the screen before the next question (ms). */
const DWELL_MS = 1_500
/** How long the last screen stays when nobody touches it (ms). */
const FAREWELL_MS = 30_000
/** Where no presenter is set: paper counts as left when it lies there so many times as long as the last screen stays. */
const HOLD_TIMES = 1.5

/** How often to look whether software may be changed now (ms). */
const WINDOW_LOOK_MS = 20_000
const RESTART_MS = 90_000

/** Why a round of service ended: told to stop, a configuration to try or leave, the acceptance test, the end of this box, new software. */
type Ending = 'stopped' | 'again' | 'accept' | 'retire' | 'restart'

/** Of a demonstration, whose hub asks for no acceptance test: whether it was opened since this process began. */
const demoHousing = { opened: false }

/** Serves citizens until something else is to be done. */
async function serve({ config, identity, book, inUse }: Prepared, log: Log, stop: AbortSignal): Promise<Ending> {
  const round = new AbortController()
  const over = AbortSignal.any([stop, round.signal])
  let ending: Ending = 'stopped'
  if (identity.key.is === 'software')
    log.warn('SOFTWARE KEY: this box is known by a key in a file, which can be copied. For demonstrations only.')
  mkdirSync(config.data, { recursive: true, mode: 0o700 })

  void openDoors(needsOf(config.devices)).catch((error) => log.error({ error: String(error) }, 'firewall'))
  const { camera } = config.devices
  const devices = makeDevices(config.devices)
  const drivers: Driver[] = Object.values(devices)
  const light = camera.light ? createLight(camera.light) : undefined
  const column = camera.column ? createColumn(camera.column) : undefined
  for (const driver of drivers) logPresence(driver, log)

  const { presence } = devices.finger
  if (presence.is === 'faulty')
    log.error({ device: 'finger', fault: presence.fault, detail: presence.detail }, 'refused')

  const outbox = await openOutbox({ folder: join(config.data, 'outbox'), authority: identity.authority })
  const trace = visitTrace(config.data)
  const certificate = credentials({ ...identity, hub: config.hub! })
  const link = new Link({
    url: config.hub!,
    ca: identity.ca,
    credentials: certificate,
    software: SOFTWARE,
    log,
    async onRequest(request) {
      if (request.is === 'to-box')
        return (await session.onDesk(request.claim, request.sealed)) ? { is: 'ok' } : { is: 'no-claim' }
      if (request.is === 'tell-log') return { is: 'log', lines: newestLines() }
      const resolved = await resolveStory({ money: moneyLedger, paper: ledger }, request.verdict)
      session.report()
      return resolved ? { is: 'ok' } : { is: 'refused', why: 'Nothing waits under that name any more.' }
    },
  })
  const onDisk = (error: unknown) => log.error({ error: String(error) }, 'the data folder cannot be written')
  const followed = deliveries()
  const delivery = createDelivery({
    outbox,
    request: (request) => link.request(request),
    onProgress(progress) {
      const { applicationId, is } = progress
      if (is === 'delivered') log.info({ application: applicationId, is }, 'delivery')
      else log.error({ application: applicationId, is, fault: progress.fault, why: progress.why }, 'delivery')
      followed.tell(progress)
    },
  })
  link.onState(({ is }) => {
    if (is !== 'up') return
    delivery.nudge()
    for (const waiting of outbox.pendingEvents()) link.send({ is: 'event', ...waiting })
  })
  link.onAck((upTo) => void outbox.ackEvents(upTo).catch(onDisk))
  /** Durable when it resolves. */
  const keepEvent = async (event: BoxEvent) => {
    const n = await outbox.nextEvent(event)
    const waiting = outbox.pendingEvents().find((one) => one.n === n)
    if (waiting) link.send({ is: 'event', ...waiting })
  }
  const event = (event: BoxEvent) => void keepEvent(event).catch(onDisk)

  const stage = new Stage(config.municipality.name, config.languages?.[0] ?? 'da', {
    is: 'welcome',
    unavailable: [],
    outOfService: false,
  })
  const face = await createFaceEngine(over)
  log.info({ backend: face.backend }, 'face engine')
  const ledger = await openLedger<PrintEntry>(join(config.data, 'print.jsonl'), endsPrint)
  const settled = devices.printer
    .settle(ledger, over)
    .then((settled) => {
      for (const { name, outcome } of settled) log.warn({ case: name, is: outcome.is }, 'an interrupted print')
    })
    .catch(onDisk)
  // A receipt printer keeps no list of jobs to look into: its stories are a ledger of their own.
  const slipLedger = await openLedger<PrintEntry>(join(config.data, 'slips.jsonl'), endsPrint)
  await devices.slips?.settle(slipLedger)
  const analyst = createFingerAnalyst()
  const moneyLedger = await openLedger<MoneyEntry>(join(config.data, 'money.jsonl'), endsPayment)
  const cashier = createCashier({
    terminal: devices.payment ?? null,
    ledger: moneyLedger,
    fateOf: fateOf(outbox, ledger),
    tellBill: (bill) => keepEvent({ is: 'bill', bill }),
    log,
  })
  const sweep = () =>
    settled
      .then(() => cashier.sweep())
      .then(() => session.report())
      .catch(onDisk)
  devices.payment?.on('presence', ({ is }) => void (is === 'ready' && sweep()))
  const { logo, ...municipality } = config.municipality
  const letterhead = { ...municipality, ...(logo ? { logo: readLogo(readFileSync(logo, 'utf8')) } : {}) }
  const tampered = () => {
    log.warn('the housing was opened: the box is locked')
    session.lock()
  }
  const trayConfig = config.devices.printer.tray
  const tray = trayConfig ? createTray(trayConfig) : null
  const slips = slipPrinter(devices.printer, devices.slips ?? null, { paper: ledger, slips: slipLedger }, letterhead)
  const housing = identity.key.is === 'software' ? demoHousing : keptHousing(config.data)
  const tamper = watchTamper(config.tamper, tampered, over, housing)
  const session: Session = new Session(
    {
      stage,
      devices: { ...devices, ...(light ? { light } : {}), ...(column ? { column } : {}) },
      face,
      analyst,
      trust: await loadTrustStore(config.trust),
      ...(config.terminal === undefined ? {} : { terminal: await loadTerminalKey(config.terminal) }),
      link,
      outbox,
      trace,
      log,
      identity,
      place: config.place,
      places: config.places,
      errands: config.errands ?? PASSPORTS,
      supervised: config.supervised ?? false,
      fourEyes: config.fourEyes ?? [],
      challenge: config.challenge ?? true,
      lateMs: config.lateMs ?? LATE_MS,
      dwellMs: config.dwellMs ?? DWELL_MS,
      fingerBpp: config.fingerBpp ?? PASSPORT_BPP,
      keepStrokes: config.keepStrokes ?? false,
      event,
      delivered: followed.wait,
      cashier,
      payOtherwise: config.payOtherwise ?? 'desk',
      papers: paperPrinter(devices.printer, ledger, letterhead),
      receipt: receiptPrinter(devices.printer, ledger, letterhead),
      slips,
      tamper: tamper.state,
    },
    {
      software: SOFTWARE,
      errands: config.errands ?? PASSPORTS,
      isOpen: (now) => isOpen(config.hours, now),
      attention: config.attention
        ? { quiet: config.attention.quietMs, grace: config.attention.graceMs }
        : attentionLimits,
      farewellMs: config.farewellMs ?? FAREWELL_MS,
      tray,
      holdMs: trayConfig?.holdMs ?? HOLD_TIMES * (config.farewellMs ?? FAREWELL_MS),
      waiting: () => waitingStories({ money: moneyLedger, paper: ledger }),
    },
  )
  const lost = trace.lost()
  if (lost) event({ is: 'visit-lost', ...lost })
  // Also without a terminal: bills that a crash kept from being told.
  void sweep()

  const page = resolve(import.meta.dirname, '../dist/ui/box')
  const url = await serveScreen(
    { ...config.screen, page, sound: config.devices.sound ?? {} },
    {
      state: () => stage.state,
      onDown: (listener) => stage.onDown(listener),
      take: (message) => session.take(message),
      onPreview: (listener) =>
        devices.camera.onFrame((jpeg) => {
          // The camera's picture leaves Node only while the citizen looks into it, or a caseworker is in the call.
          const { ask, call } = stage.state
          const scanning = ask.is === 'appointment' && ask.page.is === 'code'
          if (ask.is === 'portrait' || ask.is === 'portrait-move' || scanning || call) listener(jpeg)
        }),
    },
    log,
    over,
  )
  tellReady({ screen: url, backend: face.backend }, log)
  // A free port that was taken once is kept: the kiosk browser looks for the page where it was.
  config.screen.port = Number(new URL(url).port)
  // Only between visits: at the welcome screen nobody is here.
  let wish: Ending | null = null
  const endWhenIdle = () => {
    if (!wish || stage.state.ask.is !== 'welcome') return
    ending = wish
    round.abort()
  }
  const end = (is: Ending) => {
    wish = is
    endWhenIdle()
  }
  stage.onChange(endWhenIdle)
  const updates = createUpdates({
    running: SOFTWARE,
    hub: config.hub!,
    ca: identity.ca,
    credentials: certificate,
    idle: (signal) => stage.idle(signal),
    window: config.updates,
    log,
  })
  let { trial } = inUse
  let target: Target | null = null
  const consider = () => {
    if (!target || trial) return
    // Of the kinds that a trial knows: a receipt printer is none of them.
    const now = presences(devices)
    const ready = (Object.keys(now) as DeviceKind[]).filter((kind) => now[kind] === 'ready')
    if (target.retire && outbox.pending().length === 0) return end('retire')
    if (target.acceptance) return end('accept')
    void updates.offer(target.update?.version, over).then((ready) => ready && end('restart'))
    if (target.settings) void takeSettings(book, target.settings, ready, log).then((taken) => taken && end('again'))
  }
  link.onTarget((now) => {
    target = now
    consider()
  })
  const kept = () => {
    trial = false
    consider()
  }
  if (trial)
    onTrial({ book, inUse, link, drivers, limitMs: config.trialMs, log, kept, failed: () => end('again') }, over)
  const health = watchHealth({
    link,
    drivers,
    outbox,
    book,
    version: inUse.version,
    folder: config.data,
    certificate: certificate.held,
    painted: lastPainted,
    consumables: () => devices.printer.supplies,
    update: updates.state,
  })
  void health.run(over)
  const ladder = watchLadder(
    {
      drivers,
      usb: () => usbOf(config.devices),
      idle: () => stage.state.ask.is === 'welcome',
      file: join(config.data, 'ladder.json'),
      log,
      restart: (what) => (what === 'machine' ? end('restart') : process.exit(1)),
    },
    over,
  )
  // The window opens by the clock, not by a word of the hub.
  const clock = setInterval(consider, WINDOW_LOOK_MS)
  try {
    await Promise.all([
      ...drivers.map((driver) => driver.run(over)),
      link.run(over),
      delivery.run(over),
      session.run(over),
      ladder,
    ])
    return ending
  } finally {
    round.abort()
    clearInterval(clock)
    light?.close()
    column?.close()
    tray?.close()
    await face.close()
    await analyst.close()
    await outbox.close()
    await moneyLedger.close()
    await slipLedger.close()
    await ledger.close()
  }
}

/** The one line that whoever started the box waits for; printed once. */
let told = false
function tellReady(what: object, log: Log): void {
  if (told) return
  told = true
  process.stdout.write(`${JSON.stringify({ is: 'ready', ...what })}\n`)
  void notify('READY=1', log)
}

async function start(path: string, stop: AbortSignal): Promise<void> {
  const log = createLog('box')
  const { local, settings } = readConfig(path)
  heartbeat(log, stop)
  while (!stop.aborted) {
    const onScreen = (screen: string) => {
      local.screen.port = Number(new URL(screen).port)
      tellReady({ screen, backend: 'none' }, log)
    }
    const prepared = await prepare(local, settings, SOFTWARE, log, onScreen, stop)
    const ending = await serve(prepared, log, stop)
    if (ending === 'accept') await acceptUnlessCalledOff(prepared, makeDevices, SOFTWARE, log, stop)
    if (ending === 'restart') {
      await restartMachine()
      // The machine goes down within seconds; if it does not, citizens are served on.
      await sleep(RESTART_MS, undefined, { signal: stop }).catch(() => {})
    }
    if (ending === 'retire') await retire(prepared, local, log, stop)
  }
}

const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())
start(process.argv[2] ?? '', stop.signal).catch((error) => {
  if (stop.signal.aborted && !isFault(error)) return
  process.stderr.write(`${isFault(error) ? error.message : (error as Error).stack}\n`)
  process.exit(1)
})
