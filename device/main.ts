/**
 * The box: `node device/main.ts CONFIG.json`. Reads the configuration, builds the drivers, starts everything; the only
 * file that names concrete drivers. Prints one line of JSON when the citizen's screen can be opened; SIGTERM or SIGINT
 * ends it.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createCamera } from '../drivers/camera/camera.ts'
import { createCardReader } from '../drivers/card/card-reader.ts'
import type { Driver } from '../drivers/driver.ts'
import type { DecodeWsq } from '../drivers/finger/image.ts'
import { fingerReaderOrRefusal } from '../drivers/finger/open.ts'
import { createColumn } from '../drivers/gpio/column.ts'
import { createLight } from '../drivers/gpio/light.ts'
import { openMrz } from '../drivers/mrz/open.ts'
import { endsPayment, type MoneyEntry } from '../drivers/payment/record.ts'
import { createPaymentTerminal } from '../drivers/payment/terminal.ts'
import { createPrinter } from '../drivers/printer/printer.ts'
import { endsPrint, type PrintEntry } from '../drivers/printer/record.ts'
import { type BoxConfig, readConfig } from './config.ts'
import { isFault } from './contract/faults.ts'
import type { BoxEvent } from './contract/link.ts'
import type { Errand } from './contract/nouns.ts'
import { createFaceEngine } from './face/engine.ts'
import { createFingerAnalyst } from './finger/analyst.ts'
import { decodeWsq as decode } from './finger/wsq/decode.ts'
import { PASSPORT_BPP } from './finger/wsq/encode.ts'
import { loadTerminalKey } from './identity/terminal-key.ts'
import { loadTrustStore } from './identity/trust-store.ts'
import { readIdentity } from './identity-folder.ts'
import { openLedger } from './ledger.ts'
import { credentials } from './link/credentials.ts'
import { createDelivery } from './link/delivery.ts'
import { Link } from './link/link.ts'
import { openOutbox } from './link/outbox.ts'
import { createLog } from './log.ts'
import { createCashier } from './money/cashier.ts'
import { fateOf } from './money/fate.ts'
import { readLogo } from './paper/logo.ts'
import { serveScreen } from './screen/server.ts'
import { attentionLimits } from './session/attention.ts'
import { deliveries } from './session/deliveries.ts'
import { paperPrinter } from './session/print-paper.ts'
import { receiptPrinter, slipPrinter } from './session/print-receipt.ts'
import { Session } from './session/session.ts'
import { Stage } from './session/stage.ts'
import { visitTrace } from './session/trace.ts'
import { watchTamper } from './tamper.ts'

const SOFTWARE = '0.1.0'
/** Where the configuration says nothing: what needs no register. */
const PASSPORTS: readonly Errand[] = ['passport-renewal', 'passport-child']
/** How long a result stays on the screen before the next question (ms). */
const DWELL_MS = 1_500
/** How long the last screen stays when nobody touches it (ms). */
const FAREWELL_MS = 30_000

const decodeWsq: DecodeWsq = (bytes) => {
  const read = decode(bytes)
  return read.is === 'image' ? read.image : read.why
}

async function start(configPath: string, stop: AbortController): Promise<void> {
  const log = createLog('box')
  const config = readConfig(configPath)
  const identity = readIdentity(config.identity)
  if (identity.key.is === 'software')
    log.warn('SOFTWARE KEY: this box is known by a key in a file, which can be copied. For demonstrations only.')
  mkdirSync(config.data, { recursive: true, mode: 0o700 })

  const { card, mrz, camera, finger, printer, payment } = config.devices
  const { wsq, ...sensor } = finger
  const devices = {
    card: createCardReader({ id: 'card', reader: card.reader, ...(card.socket ? { socketPath: card.socket } : {}) }),
    mrz: openMrz(mrz),
    camera: createCamera({ id: 'camera', input: camera.input }),
    finger: fingerReaderOrRefusal({ ...sensor, ...(wsq ? { decodeWsq } : {}), use: 'passport' }),
    printer: createPrinter({
      id: 'printer',
      url: printer.uri,
      ...(printer.certificate ? { certificate: readFileSync(printer.certificate, 'utf8') } : {}),
    }),
    ...(payment ? { payment: paymentTerminal(payment) } : {}),
  }
  const drivers: Driver[] = Object.values(devices)
  const light = camera.light ? createLight(camera.light) : undefined
  const column = camera.column ? createColumn(camera.column) : undefined
  for (const driver of drivers) driver.on('presence', ({ is }) => log.info({ device: driver.id, is }, 'presence'))

  const { presence } = devices.finger
  if (presence.is === 'faulty')
    log.error({ device: 'finger', fault: presence.fault, detail: presence.detail }, 'refused')

  const outbox = await openOutbox({ folder: join(config.data, 'outbox'), authority: identity.authority })
  const trace = visitTrace(config.data)
  const link = new Link({
    url: config.hub,
    ca: identity.ca,
    credentials: credentials({ ...identity, hub: config.hub }),
    software: SOFTWARE,
    log,
    onRequest: async ({ claim, sealed }) => ((await session.onDesk(claim, sealed)) ? { is: 'ok' } : { is: 'no-claim' }),
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
  const event = (event: BoxEvent) =>
    void outbox
      .nextEvent(event)
      .then((n) => {
        const waiting = outbox.pendingEvents().find((one) => one.n === n)
        if (waiting) link.send({ is: 'event', ...waiting })
      })
      .catch(onDisk)

  const stage = new Stage(config.municipality.name, 'da', { is: 'welcome', unavailable: [], outOfService: false })
  const face = await createFaceEngine(stop.signal)
  log.info({ backend: face.backend }, 'face engine')
  const ledger = await openLedger<PrintEntry>(join(config.data, 'print.jsonl'), endsPrint)
  const settled = devices.printer
    .settle(ledger, stop.signal)
    .then((settled) => {
      for (const { name, outcome } of settled) log.warn({ case: name, is: outcome.is }, 'an interrupted print')
    })
    .catch(onDisk)
  const analyst = createFingerAnalyst()
  const moneyLedger = await openLedger<MoneyEntry>(join(config.data, 'money.jsonl'), endsPayment)
  const cashier = createCashier({
    terminal: devices.payment ?? null,
    ledger: moneyLedger,
    fateOf: fateOf(outbox, ledger),
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
  // The desk sees it with the next view, so the screens' state is told anew.
  const tampered = () => {
    session.report()
    stage.set({})
  }
  const tamper = watchTamper(config.tamper, tampered, stop.signal)
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
      challenge: config.challenge ?? true,
      dwellMs: config.dwellMs ?? DWELL_MS,
      fingerBpp: config.fingerBpp ?? PASSPORT_BPP,
      keepStrokes: config.keepStrokes ?? false,
      event,
      delivered: followed.wait,
      cashier,
      payOtherwise: config.payOtherwise ?? 'desk',
      papers: paperPrinter(devices.printer, ledger, letterhead),
      receipt: receiptPrinter(devices.printer, ledger, letterhead),
      slip: slipPrinter(devices.printer, ledger, letterhead),
      tamper: tamper.state,
    },
    {
      software: SOFTWARE,
      errands: config.errands ?? PASSPORTS,
      attention: config.attention
        ? { quiet: config.attention.quietMs, grace: config.attention.graceMs }
        : attentionLimits,
      farewellMs: config.farewellMs ?? FAREWELL_MS,
    },
  )
  const lost = trace.lost()
  if (lost) event({ is: 'visit-lost', ...lost })

  const page = resolve(import.meta.dirname, '../dist/ui/box')
  const url = await serveScreen(
    { ...config.screen, page },
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
    stop.signal,
  )
  process.stdout.write(`${JSON.stringify({ is: 'ready', screen: url, backend: face.backend })}\n`)
  try {
    await Promise.all([
      ...drivers.map((driver) => driver.run(stop.signal)),
      link.run(stop.signal),
      delivery.run(stop.signal),
      session.run(stop.signal),
    ])
  } finally {
    stop.abort()
    light?.close()
    column?.close()
    await face.close()
    await analyst.close()
    await outbox.close()
    await moneyLedger.close()
  }
}

function paymentTerminal({ url, sale, poi, key, certificate }: NonNullable<BoxConfig['devices']['payment']>) {
  const { passphraseFile, ...names } = key
  return createPaymentTerminal({
    id: 'payment',
    url,
    sale,
    poi,
    key: { ...names, passphrase: readFileSync(passphraseFile, 'utf8').trim() },
    certificate: readFileSync(certificate, 'utf8'),
  })
}

const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())
start(process.argv[2] ?? '', stop).catch((error) => {
  if (stop.signal.aborted && !isFault(error)) return
  process.stderr.write(`${isFault(error) ? error.message : (error as Error).stack}\n`)
  process.exit(1)
})
