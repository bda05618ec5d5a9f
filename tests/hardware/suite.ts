/** What every driver must do on the real device as on the virtual one: open, work, let go, and open again. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type FaultCode, faults, isFault } from '../../device/contract/faults.ts'
import type { Devices } from '../../device/devices.ts'
import type { Driver } from '../../drivers/driver.ts'
import { next } from '../../drivers/listeners.ts'

/** A device opens within this, or is not attached (ms). */
const OPEN_MS = 15_000
/** For a hand that lays something down (ms). */
const HAND_MS = 20_000
const WATCH_MS = 3_000

export type Outcome = { device: string; is: 'passed' | 'failed' | 'not-attached'; sentence: string }
type Kind = Exclude<keyof Devices, 'light' | 'column'>

/** Uses the device once as a visit would; returns what was seen. A part that needs a hand nobody lends is said, not failed. */
const uses: { [K in Kind]: (device: NonNullable<Devices[K]>, signal: AbortSignal) => Promise<string> } = {
  async card(reader, signal) {
    const there = await hand(signal, (limit) => reader.until('present', limit))
    if (!there) return 'reader ready; no card was laid down, so none was read'
    const card = await reader.connect(signal)
    await card.disconnect()
    return 'reader ready, a card answers'
  },
  async mrz(reader, signal) {
    const read = await hand(signal, (limit) => next<string>((tell) => reader.on('read', tell), limit))
    return read ? `read ${read.split('\n').length} lines` : 'ready; no document was laid down, so none was read'
  },
  async camera(camera, signal) {
    let frames = 0
    const off = camera.onFrame(() => (frames += 1))
    await sleep(WATCH_MS, undefined, { signal }).finally(off)
    if (frames === 0) throw new Error('no frame came')
    const still = await camera.still(signal)
    return `${Math.round(frames / (WATCH_MS / 1_000))} frames a second, a still of ${Math.round(still.length / 1_000)} kB`
  },
  async stills(camera, signal) {
    const [shot] = await camera.shoot(1, signal)
    return `a still of ${Math.round((shot?.length ?? 0) / 1_000)} kB`
  },
  async finger(sensor, signal) {
    const { ppi, width, height } = sensor.traits
    const taken = await hand(signal, (limit) => sensor.capture(limit))
    const what = `${ppi} ppi, ${width} × ${height}`
    return taken ? `${what}, a press ended ${taken.is}` : `${what}; no finger was laid down, so none was taken`
  },
  async printer(printer) {
    if (printer.condition !== 'ready') throw new Error(`it says ${printer.condition}`)
    const supplies = printer.supplies.map(
      ({ name, level }) => `${name} ${level === null ? '?' : Math.round(level * 100)} %`,
    )
    return ['ready', ...printer.warnings, ...supplies].join(', ')
  },
  async slips() {
    return 'ready'
  },
  async payment() {
    return 'signed in to the terminal'
  },
}

/** What `work` gives, or null when nobody lent a hand in time. */
async function hand<T>(signal: AbortSignal, work: (limit: AbortSignal) => Promise<T>): Promise<T | null> {
  const patience = AbortSignal.timeout(handMs)
  try {
    return await work(AbortSignal.any([signal, patience]))
  } catch (error) {
    if (patience.aborted && !signal.aborted) return null
    throw error
  }
}
let handMs = HAND_MS

const sentenceOf = (error: unknown) =>
  isFault(error) ? `${error.code}: ${faults[error.code].technician}` : (error as Error).message

/** Until the driver is ready; what it says instead when it is not. */
async function opens(driver: Driver, limitMs: number): Promise<string | null> {
  const limit = AbortSignal.timeout(limitMs)
  while (driver.presence.is !== 'ready' && !limit.aborted) await sleep(50)
  const { presence } = driver
  if (presence.is === 'ready') return null
  return presence.is === 'faulty' ? `${presence.fault}: ${faults[presence.fault as FaultCode].technician}` : presence.is
}

/** One device: opened, used, let go of and opened again. */
async function examine(kind: Kind, driver: Devices[Kind] & Driver, openMs: number): Promise<Outcome> {
  const said = (is: Outcome['is'], sentence: string): Outcome => ({ device: kind, is, sentence })
  let used = ''
  for (const round of ['first', 'again'] as const) {
    const round_ = new AbortController()
    const running = driver.run(round_.signal)
    try {
      const why = await opens(driver, openMs)
      if (why === 'absent' || why === 'opening')
        return round === 'first'
          ? said('not-attached', 'nothing answers there')
          : said('failed', 'it did not open a second time')
      if (why) return said('failed', why)
      if (round === 'first')
        used = await (uses[kind] as (one: unknown, signal: AbortSignal) => Promise<string>)(driver, round_.signal)
    } catch (error) {
      return said('failed', sentenceOf(error))
    } finally {
      round_.abort()
      await running.catch(() => {})
    }
  }
  return said('passed', used)
}

/** Every device of `wanted` in turn; `tell` before each. Shorter times are for tests. */
export async function examineAll(
  devices: Devices,
  wanted: readonly Kind[],
  tell: (kind: Kind) => void = () => {},
  times: { openMs?: number; handMs?: number } = {},
): Promise<Outcome[]> {
  handMs = times.handMs ?? HAND_MS
  const outcomes: Outcome[] = []
  for (const kind of wanted) {
    tell(kind)
    outcomes.push(await examine(kind, devices[kind] as Devices[Kind] & Driver, times.openMs ?? OPEN_MS))
  }
  return outcomes
}
export type { Kind }
