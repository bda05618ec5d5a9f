/** `make demo [PORTRAITS=DIR] [ROBOT=1] [MRZ=camera] [LATE=SECONDS]`: starts the demo, says where to look, ends it all at Ctrl-C. */
import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { benchCitizens } from '../../device/contract/bench.ts'
import { isFault } from '../../device/contract/faults.ts'
import { caseworker } from '../robot/caseworker.ts'
import { visitAsCitizen } from '../robot/citizen.ts'
import { type Demo, demoCaseworker, demoFinance, demoPlanner, demoPorts, demoTechnician, startDemo } from './demo.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const RUN = join(ROOT, '.run')
/** Robots keep to the pace of people who look on: a question is read, a case is looked at (ms). */
const READ_MS = 2_500
const LOOK_MS = 6_000

async function start(): Promise<void> {
  mkdirSync(RUN, { recursive: true })
  const log = createWriteStream(join(RUN, 'demo.log'))
  const began = performance.now()
  const stop = new AbortController()
  const told = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
  const portraits = process.env.PORTRAITS
  const demo = await startDemo({
    folder: join(RUN, 'demo'),
    cache: join(RUN, 'cache'),
    ports: demoPorts,
    appointments: true,
    ...(process.env.MRZ === 'camera' ? { mrz: 'camera' as const } : {}),
    ...(process.env.LATE ? { box: { lateMs: Number(process.env.LATE) * 1_000 } } : {}),
    ...(portraits ? { portraits: resolve(portraits) } : {}),
    onLog: (program, line) => log.write(`${program} ${line}\n`),
    onProgress: (what) => process.stdout.write(`  starting: ${what}\n`),
  })
  const { screen, desk, bench, authority, booking, planning, bills } = demo
  const pids = Object.fromEntries(Object.entries(demo.programs).map(([name, child]) => [name, child.process.pid]))
  const state = join(RUN, 'demo.json')
  writeFileSync(
    state,
    `${JSON.stringify({ screen, desk, bench, booking, planning, bills, authority, pids: { demo: process.pid, ...pids } }, null, 2)}\n`,
  )
  process.stdout.write(`
Borgerboks runs (${((performance.now() - began) / 1000).toFixed(1)} s). Open in a browser, best in Chromium:

  the citizen’s screen   ${screen}
  the caseworker’s desk  ${desk}   sign in: ${demoCaseworker.user} / ${demoCaseworker.password}
  book an appointment    ${booking}   the outbox: ${booking}#/staff
  the planner’s pages    ${planning}   sign in: ${demoPlanner.user} / ${demoPlanner.password}
  Kalundborg’s question  ${planning}#/answer   answered on this town’s own numbers, once its year is made (a minute)
  the technician’s fleet ${new URL('/fleet/', desk).href}   sign in: ${demoTechnician.user} / ${demoTechnician.password}
  fees to be billed      ${bills}   sign in: ${demoFinance.user} / ${demoFinance.password}
  the virtual bench      ${bench}   lay down a passport, stand before the camera, …
  the authority’s inbox  ${new URL('/applications', authority).href}

Ctrl-C ends everything. The programs’ log: .run/demo.log
`)
  if (process.env.ROBOT)
    void robots(demo, stop.signal).catch((error) => !stop.signal.aborted && process.stderr.write(`${error}\n`))
  const why = await Promise.race([told, demo.died])
  stop.abort()
  if (why) process.stderr.write(`${why}\n`)
  process.stdout.write('\nEnding …\n')
  await demo.stop()
  rmSync(state, { force: true })
  process.exit(why ? 1 : 0)
}

/** Visit after visit by themselves, each of the five citizens in turn. */
async function robots(demo: Demo, signal: AbortSignal): Promise<void> {
  const desk = caseworker({ web: demo.web, who: demoCaseworker, signal, lookMs: LOOK_MS })
  for (let n = 0; !signal.aborted; n += 1) {
    const citizen = benchCitizens[n % benchCitizens.length]!
    const { outcome, reason, number } = await visitAsCitizen({
      screen: demo.screen,
      bench: demo.bench,
      citizen,
      signal,
      readMs: READ_MS,
    })
    process.stdout.write(`  robot citizen “${citizen}”: ${outcome}${reason ? ` (${reason})` : ''}, case ${number}\n`)
  }
  await desk
}

start().catch((error) => {
  process.stderr.write(`\n${isFault(error) ? `${error.detail || error.message}.` : (error as Error).message}\n`)
  process.exit(1)
})
