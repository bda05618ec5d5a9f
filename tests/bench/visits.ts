/**
 * So many robot visits in a row (100, or VISITS=n) on a whole demo with virtual devices at pace none: where our time goes,
 * and whether anything is left behind. Run: node tests/bench/main.ts visits.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { VisitStep } from '../../provisioning/robot/citizen.ts'
import { type Ground, ground, until } from '../journeys/ground.ts'
import { quantile, table } from './machine.ts'
import { type Heap, type Holding, holding, inspector } from './process.ts'

const VISITS = Number(process.env.VISITS ?? 100)
/** Caches and pools fill in the first visits: what grows is measured from here on. */
const WARM = Math.min(20, Math.floor(VISITS / 4))
const EVERY = Math.min(10, Math.max(1, Math.floor(VISITS / 4)))
/** After the last visit, until pooled connections and ended children have gone (ms). */
const SETTLE_MS = 6_000
/** More than this a visit after full collections is a leak (kB); a state's JSON, kept by mistake, is 100 and more. */
const LEAK_KB = 20

const programs = ['box', 'hub', 'bench', 'authority'] as const
type Program = (typeof programs)[number]
type Sample = Record<Program, Holding & Heap>

/** Runs the visits and prints the tables. Returns whether nothing leaked. */
export async function visitsBench(print = (text: string) => console.log(text)): Promise<boolean> {
  // Lets each Node program be asked for its heap; a free port each.
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --inspect-port=0`
  const room = await ground()
  const steps = new Map<string, VisitStep[]>()
  const totals: number[] = []
  const samples: { visits: number; sample: Sample }[] = []
  const desk = room.desk()
  try {
    const look = await lookAt(room)
    for (let visit = 0; visit < VISITS; visit += 1) {
      const began = performance.now()
      const result = await room.visit('good')
      totals.push(performance.now() - began)
      if (result.outcome !== 'approved') throw new Error(`visit ${visit + 1} ended ${result.outcome}`)
      for (const step of result.steps) steps.set(step.name, [...(steps.get(step.name) ?? []), step])
      const done = visit + 1
      if (done === WARM || (done > WARM && done % EVERY === 0 && done < VISITS)) {
        samples.push({ visits: done, sample: await look() })
      }
    }
    await sleep(SETTLE_MS)
    samples.push({ visits: VISITS, sample: await look() })
    const delivered = (await room.inbox()).length
    print(timeTable(steps, totals))
    print('')
    print(memoryTable(samples))
    print('')
    const { text, ok } = verdict(samples)
    print(text)
    print(`delivered: ${delivered} of ${VISITS}, each once`)
    return ok && delivered === VISITS
  } finally {
    await desk.leave()
    await room.dispose()
  }
}

/** Opens an inspector in each program; returns how to look at all of them. */
async function lookAt(room: Ground): Promise<() => Promise<Sample>> {
  const lines = new Map<Program, Awaited<ReturnType<typeof inspector>>>()
  for (const program of programs) {
    const { pid } = room.programs[program].process
    process.kill(pid!, 'SIGUSR1')
    const words = new RegExp(`^${program} Debugger listening on (ws://\\S+)`)
    const said = () => room.logs.map((line) => words.exec(line)?.[1]).find(Boolean)
    await until(`${program} can be looked into`, () => said() !== undefined)
    lines.set(program, await inspector(said()!))
  }
  return async () => {
    const sample = {} as Sample
    for (const program of programs) {
      const heap = await lines.get(program)!.heap()
      sample[program] = { ...holding(room.programs[program].process.pid!), ...heap }
    }
    return sample
  }
}

function timeTable(steps: ReadonlyMap<string, readonly VisitStep[]>, totals: readonly number[]): string {
  const rows = [...steps].map(([step, all]) => {
    const ours = all.map(({ ms, handsMs }) => ms - handsMs)
    return {
      step,
      times: all.length,
      'ours, median': Math.round(quantile(ours, 0.5)),
      'ours, p90': Math.round(quantile(ours, 0.9)),
      'robot’s hands, median': Math.round(
        quantile(
          all.map(({ handsMs }) => handsMs),
          0.5,
        ),
      ),
    }
  })
  const sum = (key: 'ours, median' | 'robot’s hands, median') => rows.reduce((all, row) => all + row[key], 0)
  rows.push({
    step: 'sum',
    times: totals.length,
    'ours, median': sum('ours, median'),
    'ours, p90': Number.NaN,
    'robot’s hands, median': sum('robot’s hands, median'),
  })
  const whole = `whole visit: median ${Math.round(quantile(totals, 0.5))} ms, p90 ${Math.round(quantile(totals, 0.9))} ms`
  const title = `Where the time goes in ${totals.length} visits (ms). Virtual devices at pace none, dwell 0: no serial line’s speed, no paper’s,
no reading and thinking. The portrait’s second of holding still is in it, and the robot caseworker’s decision.`
  return `${table(
    title,
    rows.map((row) => ({ ...row, 'ours, p90': Number.isNaN(row['ours, p90']) ? null : row['ours, p90'] })),
  )}\n${whole}`
}

function memoryTable(samples: readonly { visits: number; sample: Sample }[]): string {
  const rows = samples.map(({ visits, sample }) => ({
    visits,
    ...Object.fromEntries(
      programs.flatMap((program) => {
        const { rssMb, heapMb, buffersMb } = sample[program]
        return [
          [`${program} RSS`, rssMb],
          ['heap', heapMb.toFixed(1)],
          ['buffers', buffersMb.toFixed(1)],
        ].map(([name, value]) => [name === `${program} RSS` ? name : `${program} ${name}`, value])
      }),
    ),
  }))
  return table(
    'Memory (MB): resident, and what lives after a full collection: objects (compiled code left out) and buffers.',
    rows,
  )
}

function verdict(samples: readonly { visits: number; sample: Sample }[]): { text: string; ok: boolean } {
  const [first, last] = [samples[0]!, samples.at(-1)!]
  const visits = last.visits - first.visits
  let ok = true
  const rows = programs.map((program) => {
    const [a, b] = [first.sample[program], last.sample[program]]
    const perVisit = Math.round(((b.heapMb + b.buffersMb - a.heapMb - a.buffersMb) * 1024 * 10) / visits) / 10
    const leaks = perVisit > LEAK_KB || b.processes > a.processes || b.files > a.files
    ok &&= !leaks
    return {
      program,
      'processes then': a.processes,
      'and now': b.processes,
      'open files then': a.files,
      now: b.files,
      'kept a visit (kB)': perVisit,
      'RSS then': a.rssMb,
      'RSS now': b.rssMb,
      '': leaks ? 'LEAKS' : 'no leak',
    }
  })
  const title = `Left behind between visit ${first.visits} and ${last.visits} (a leak: a process, a file, or more than ${LEAK_KB} kB a visit)`
  return { text: table(title, rows), ok }
}
