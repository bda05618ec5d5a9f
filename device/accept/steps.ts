/** The acceptance test's steps: each uses one device as a visit would, and measures it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { readPassport } from '../../drivers/chip/read-passport.ts'
import type { Driver } from '../../drivers/driver.ts'
import { next } from '../../drivers/listeners.ts'
import type { PrintLedger } from '../../drivers/printer/record.ts'
import type { AcceptStep, Measure } from '../contract/accept.ts'
import { Fault } from '../contract/faults.ts'
import type { Devices } from '../devices.ts'
import type { FaceEngine } from '../face/engine.ts'
import { uprightStill } from '../face/still.ts'
import { gate } from '../finger/gate.ts'
import { inspect } from '../identity/inspect.ts'
import { parseMrz } from '../identity/mrz.ts'
import { signedGroups } from '../identity/sod.ts'
import type { TrustStore } from '../identity/trust-store.ts'
import { testPage } from '../paper/test-page.ts'
import { limits, measured } from './limits.ts'

/** The camera is watched for this long (ms), and a device may take this long to open after start. */
const WATCH_MS = 2_000
const OPEN_MS = 15_000
const CARD_MS = 20_000

/** What is tested: each has a presence. */
export type Drivers = Pick<Devices, 'card' | 'mrz' | 'camera' | 'stills' | 'finger' | 'printer'>

export type AcceptParts = {
  devices: Drivers
  face: FaceEngine
  trust: TrustStore
  ledger: PrintLedger
  /** One signed question to the hub and its answer; resolves with when the certificate it gave ends. */
  askHub(signal: AbortSignal): Promise<Date>
  /** The technician's answer to what only a person can see. */
  ask(step: AcceptStep): Promise<boolean>
}

export type Outcome = { measures: Measure[]; detail: string; ok?: boolean }
type Step = (parts: AcceptParts, signal: AbortSignal) => Promise<Outcome>

const since = (start: number) => performance.now() - start

function presence(driver: Driver, wanted: (is: string) => boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const off = driver.on('presence', ({ is }) => wanted(is) && end())
    const end = (error?: unknown) => {
      off()
      signal.removeEventListener('abort', aborted)
      if (error) reject(error)
      else resolve()
    }
    const aborted = () => end(signal.reason)
    if (wanted(driver.presence.is)) end()
    else if (signal.aborted) aborted()
    else signal.addEventListener('abort', aborted, { once: true })
  })
}

/** `wait` ended because it took too long, not because the whole test was ended: then it is that fault. */
async function within<T>(
  ms: number,
  signal: AbortSignal,
  fault: Fault,
  wait: (limit: AbortSignal) => Promise<T>,
): Promise<T> {
  const patience = AbortSignal.timeout(ms)
  try {
    return await wait(AbortSignal.any([signal, patience]))
  } catch (error) {
    throw patience.aborted && !signal.aborted ? fault : error
  }
}

export const steps: Record<AcceptStep, Step> = {
  async hub({ askHub }, signal) {
    const start = performance.now()
    const until = await askHub(signal)
    const hours = (until.getTime() - Date.now()) / 3_600_000
    return {
      measures: [
        measured('hub-answer', since(start), 'ms', limits.hubMs),
        measured('certificate', hours, 'h', limits.certificateHours),
      ],
      detail: 'the hub knows this box and gave it a certificate',
    }
  },

  async devices({ devices }, signal) {
    const all: Driver[] = Object.values(devices)
    const ready = (driver: Driver) =>
      presence(driver, (is) => is === 'ready', AbortSignal.any([signal, AbortSignal.timeout(OPEN_MS)]))
    const found = await Promise.allSettled(all.map(ready))
    signal.throwIfAborted()
    const missing = all
      .filter((_, i) => found[i]!.status === 'rejected')
      .map(({ id, presence }) => {
        const why = 'detail' in presence && presence.detail ? ` (${presence.detail})` : ''
        return `${id} is ${presence.is}${why}`
      })
    return { measures: [], detail: missing.join(', ') || 'all devices are ready', ok: missing.length === 0 }
  },

  async document({ devices, trust }, signal) {
    const read = await next<{ is: 'read'; text: string } | { is: 'unreadable' }>((tell) => {
      const offs = [
        devices.mrz.on('read', (text) => tell({ is: 'read', text })),
        devices.mrz.on('unreadable', () => tell({ is: 'unreadable' })),
      ]
      return () => {
        for (const off of offs) off()
      }
    }, signal)
    const start = performance.now()
    const mrz = read.is === 'read' ? parseMrz(read.text, new Date()) : { is: 'unreadable' as const }
    if (mrz.is === 'unreadable') throw new Fault('mrz.unreadable')
    await within(CARD_MS, signal, new Fault('card.mute', 'no chip was found'), (limit) =>
      devices.card.until('present', limit),
    )
    const session = await devices.card.connect(signal)
    const chip = performance.now()
    try {
      const files = await readPassport(session, mrz.mrz.key, { signal, signedGroups })
      const report = inspect({ files: files.files, proofs: files, opticalMrz: mrz.mrz, trust, now: new Date() })
      return {
        measures: [
          measured('mrz-to-chip', chip - start, 'ms', limits.mrzMs),
          measured('chip', since(chip), 'ms', limits.chipMs),
          measured('bytes', files.bytes, 'B'),
        ],
        detail: `read by ${report.access.toUpperCase()}`,
      }
    } finally {
      await session.disconnect()
    }
  },

  async camera({ devices, face }, signal) {
    let frames = 0
    let last: Buffer | null = null
    const off = devices.camera.onFrame((jpeg) => {
      frames += 1
      last = jpeg
    })
    const start = performance.now()
    await sleep(WATCH_MS, undefined, { signal }).finally(off)
    const perSecond = frames / (since(start) / 1000)
    if (!last) throw new Fault('camera.frozen')
    const { width, height, light } = await face.analyse(last, signal)
    return {
      measures: [
        measured('frames', perSecond, '/s', limits.framesPerSecond),
        measured('width', width, 'px'),
        measured('height', height, 'px'),
        ...(light === undefined ? [] : [measured('light', light, '', limits.light)]),
      ],
      detail: 'live picture',
    }
  },

  async portrait({ devices, face }, signal) {
    for (;;) {
      const jpeg = await devices.camera.still(signal)
      let view = await face.analyse(jpeg, signal)
      if (view.faces === 1 && devices.stills) {
        // The one that takes the portraits must see the same person.
        const [shot] = await devices.stills.shoot(1, signal)
        view = await face.analyse(await uprightStill(shot!), signal)
      }
      if (view.faces === 1 && view.face) {
        return {
          measures: [
            measured('eye-distance', view.face.eyeDistance, 'px', limits.eyePixels),
            measured('roll', Math.abs(view.face.roll), '°', limits.roll),
            measured('brightness', view.face.brightness, '', limits.light),
          ],
          detail: 'one face',
        }
      }
      await sleep(200, undefined, { signal })
    }
  },

  async finger({ devices }, signal) {
    for (;;) {
      const start = performance.now()
      const capture = await devices.finger.capture(signal)
      if (capture.is !== 'captured') continue
      const { quality, ok, advice } = gate(capture.image)
      return {
        measures: [
          measured('resolution', devices.finger.traits.ppi, 'ppi', limits.fingerPpi),
          measured('quality', quality, '', limits.fingerQuality),
          measured('capture', since(start), 'ms'),
        ],
        detail: ok ? 'a clear print' : `the print is poor: ${advice ?? 'try again'}`,
      }
    }
  },

  async page({ devices, ledger, ask }, signal) {
    const start = performance.now()
    const name = `accept-${Date.now()}`
    const outcome = await devices.printer.print(
      { pdf: await testPage(new Date()), name, title: 'Prøveside' },
      ledger,
      signal,
    )
    if (outcome.is === 'failed') throw new Fault(outcome.fault)
    if (outcome.is === 'uncertain') throw new Fault('printer.uncertain')
    const seen = await ask('page')
    return {
      measures: [measured('page', since(start), 'ms')],
      detail: seen ? 'the page came out whole' : 'the page is not whole',
      ok: seen,
    }
  },

  async replug({ devices }, signal) {
    await presence(devices.card, (is) => is !== 'ready', signal)
    const start = performance.now()
    const gone = new Fault('card.reader-gone', 'it did not come back')
    await within(120_000, signal, gone, (limit) => presence(devices.card, (is) => is === 'ready', limit))
    return { measures: [measured('away', since(start), 'ms')], detail: 'the card reader came back by itself' }
  },

  async screen({ ask }) {
    const seen = await ask('screen')
    return { measures: [], detail: seen ? 'touch and colours are right' : 'the screen is not right', ok: seen }
  },
}
