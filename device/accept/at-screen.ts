/** The acceptance test on the box's own screen; its signed report goes to the hub. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { endsPrint, type PrintEntry } from '../../drivers/printer/record.ts'
import type { BoxConfig } from '../config.ts'
import type { AcceptReport, AcceptView } from '../contract/accept.ts'
import { isFault } from '../contract/faults.ts'
import { createFaceEngine } from '../face/engine.ts'
import { loadTrustStore } from '../identity/trust-store.ts'
import { openLedger } from '../ledger.ts'
import { renew, sayToHub } from '../link/credentials.ts'
import type { Log } from '../log.ts'
import type { Prepared } from '../setup/prepare.ts'
import { openSetup } from '../setup/server.ts'
import { keptHousing } from '../tamper.ts'
import { closeAgain, untilOpened } from './code.ts'
import { type AcceptIo, runAcceptance } from './run.ts'
import type { Drivers } from './steps.ts'

const RETRY_MS = 3_000

type Make = (devices: BoxConfig['devices']) => Drivers

/** Builds the devices of a configuration, runs the test with `io`, and ends them again. */
export async function acceptWith(
  { config, identity, inUse }: Pick<Prepared, 'config' | 'identity' | 'inUse'>,
  makeDevices: Make,
  software: string,
  io: AcceptIo,
  stop: AbortSignal,
): Promise<AcceptReport> {
  const round = new AbortController()
  const signal = AbortSignal.any([stop, round.signal])
  const devices = makeDevices(config.devices)
  const running = Object.values(devices).map((driver) => driver.run(signal))
  mkdirSync(config.data, { recursive: true, mode: 0o700 })
  const face = await createFaceEngine(signal)
  try {
    const ledger = await openLedger<PrintEntry>(join(config.data, 'accept.jsonl'), endsPrint)
    const owner = { ...identity, hub: config.hub! }
    const askHub = async (limit: AbortSignal) => (await renew(owner, limit)).until
    const parts = { devices, face, trust: await loadTrustStore(config.trust), ledger, askHub }
    return await runAcceptance(parts, { box: identity.box, software, config: inUse.version }, io, signal)
  } finally {
    round.abort()
    await Promise.allSettled(running)
    await face.close()
  }
}

/** Signs the report and hands it to the hub. `hub.refused` or `hub.gone`. */
export async function sendReport(
  { identity, config }: Pick<Prepared, 'identity' | 'config'>,
  report: AcceptReport,
  signal?: AbortSignal,
): Promise<void> {
  await sayToHub({ ...identity, hub: config.hub! }, 'acceptance', report, signal)
  if (report.passed) keptHousing(config.data).opened = false
}

/** At the box's screen, for a technician with a code, until a report has reached the hub. `without`: see untilOpened. */
export async function acceptAtScreen(
  prepared: Prepared,
  makeDevices: Make,
  software: string,
  log: Log,
  without: AbortSignal,
  stop: AbortSignal,
): Promise<void> {
  const screen = await openSetup(prepared.config.screen)
  let view: AcceptView | undefined
  const show = (accept: AcceptView) => {
    view = accept
    screen.show({ is: 'accept', accept })
  }
  const answered = async (step: string) => {
    const up = await screen.touch((one) => one.is === 'answer' && one.step === step, stop)
    return up.is === 'answer' && up.ok
  }
  try {
    await untilOpened(screen, { ...prepared.identity, hub: prepared.config.hub! }, without, stop)
    const io: AcceptIo = {
      show,
      answer: answered,
      // “Again” is a touch; a step that cannot pass is left failed by answering “no”.
      again: async (step) =>
        (await screen.touch((up) => (up.is === 'repeat' || up.is === 'answer') && up.step === step, stop)).is ===
        'repeat',
    }
    const report = await acceptWith(prepared, makeDevices, software, io, stop)
    log.info({ passed: report.passed }, 'acceptance test')
    for (;;) {
      try {
        await sendReport(prepared, report, stop)
        break
      } catch (error) {
        if (!isFault(error, 'hub.gone')) throw error
        show({ ...view!, state: 'unsent' })
        await sleep(RETRY_MS, undefined, { signal: stop })
      }
    }
    if (report.passed) closeAgain()
    else await screen.touch(({ is }) => is === 'again', stop)
  } finally {
    await screen.close()
  }
}
