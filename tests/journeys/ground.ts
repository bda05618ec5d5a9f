import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Type from 'typebox'
import { InboxEntry } from '../../device/contract/api.ts'
import { type BenchAct, type BenchCitizen, BenchState } from '../../device/contract/bench.ts'
import { decoder } from '../../device/contract/decode.ts'
import { type Demo, type DemoOptions, demoCaseworker, freePorts, startDemo } from '../../provisioning/demo/demo.ts'
import { type CaseworkerOptions, caseworker } from '../../provisioning/robot/caseworker.ts'
import { benchAct, type CitizenOptions, type VisitResult, visitAsCitizen } from '../../provisioning/robot/citizen.ts'

const root = join(import.meta.dirname, '../..')
const decodeInbox = decoder(Type.Array(InboxEntry))
const decodeBench = decoder(BenchState)

/** One whole visit takes seconds at pace none; two minutes are a hang (ms). */
const VISIT_LIMIT_MS = 120_000

export type Ground = Demo & {
  folder: string
  logs: string[]
  act(act: BenchAct): Promise<void>
  benchState(): Promise<BenchState>
  inbox(): Promise<InboxEntry[]>
  visit(citizen: BenchCitizen, options?: Partial<CitizenOptions>): Promise<VisitResult>
  /** A robot caseworker at the desk until the returned function is called. */
  desk(options?: Partial<CaseworkerOptions>): { leave(): Promise<void> }
  dispose(): Promise<void>
}

/** The whole product on real wires in a folder of its own: hub, box, virtual devices, authority; free ports, pace none. */
export async function ground(options: Partial<DemoOptions> = {}): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'boks-'))
  const faces = join(process.env.BORGERBOKS_DATA ?? join(root, '../shared/data'), 'faces')
  const logs: string[] = []
  if (!existsSync(faces)) console.log('no portraits in shared/data/faces: using pictures from packages')
  const demo = await startDemo({
    folder,
    cache: join(root, '.run/cache'),
    ports: freePorts,
    ...(existsSync(faces) ? { portraits: faces } : {}),
    pace: 'none',
    onLog: (program, line) => logs.push(`${program} ${line}`),
    ...options,
    // The moves before the camera have their own test: device/tasks/portrait.test.ts.
    box: { dwellMs: 0, farewellMs: 3_000, challenge: false, ...options.box },
  }).catch((error) => {
    // uvu tells nobody what a hook threw.
    console.error('the demo did not start:', error, logs.slice(-20).join('\n'))
    throw error
  })
  return Object.assign(demo, {
    folder,
    logs,
    act: (act: BenchAct) => benchAct(demo.bench, act),
    benchState: async () => decodeBench(await (await fetch(new URL('/api/state', demo.bench))).json()),
    inbox: async () => decodeInbox(await (await fetch(new URL('/applications', demo.authority))).json()),
    visit: (citizen: BenchCitizen, more: Partial<CitizenOptions> = {}) =>
      visitAsCitizen({
        screen: demo.screen,
        bench: demo.bench,
        citizen,
        signal: AbortSignal.timeout(VISIT_LIMIT_MS),
        ...more,
      }),
    desk(more: Partial<CaseworkerOptions> = {}) {
      const end = new AbortController()
      const done = caseworker({ web: demo.web, who: demoCaseworker, signal: end.signal, ...more })
      done.catch(() => {})
      return {
        async leave() {
          end.abort()
          await done
        },
      }
    },
    async dispose() {
      await demo.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  })
}

/** Until `what` is true; rejects with its words after a generous time. */
export async function until(words: string, what: () => Promise<boolean> | boolean, ms = 30_000): Promise<void> {
  const end = performance.now() + ms
  while (!(await what())) {
    if (performance.now() > end) throw new Error(`not within ${ms} ms: ${words}`)
    await sleep(50)
  }
}

/** Every byte under `folder`, for looking whether something personal is among them. */
export function allBytes(folder: string): { file: string; bytes: Buffer }[] {
  return globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, bytes: readFileSync(file) }))
}
