/**
 * Printed exactly once: a job is cut at every step, by the end of the box's process, of the network and of the printer's
 * power (a real ippeveprinter); then the box starts again and settles. What the ledger says is compared with the pages.
 * Run: node tests/bench/print-once.ts [RUNS] [WORDS OF A ROW].
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openLedger } from '../../device/ledger.ts'
import { ippPrinter } from '../../drivers/printer/ipp.ts'
import { jobsOf } from '../../drivers/printer/job.ts'
import { printDocument, settleStory } from '../../drivers/printer/print.ts'
import { endsPrint, outcomeOf, type PrintEntry, type PrintOutcome } from '../../drivers/printer/record.ts'
import { createVirtualPrinter } from '../../drivers/virtual/printer.ts'
import { blankPdf } from '../drivers/printer/pdf.ts'
import { actAt, brittleWire, Killed, killedAt } from './cuts.ts'

/** The whole table is 200 of each (`make soak`). */
const RUNS = 20
/** Each has a printer of its own. */
const SIDE_BY_SIDE = 8
/** Longer than any exchange but the list of jobs, with its answer (bytes). */
const EXCHANGE_BYTES = 1_400
/** Nobody mends this bench's network: a citizen would leave by now (ms). */
const PATIENCE_MS = 1_500
/** From a box that is up to a page that is out, here (ms). */
const PAGE_MS = 500

type Cut =
  /** At the ledger's `write`: nothing of the process goes on. */
  | { is: 'process'; write: number; when: 'before' | 'after' }
  /** A real process, killed with −9 at any moment from its first word to the page. */
  | { is: 'kill' }
  /** Torn once, at any byte of that exchange. */
  | { is: 'network'; exchange: number }
  /** From that write on, until the box has started again. */
  | { is: 'out'; write: number }
  /** Off just after that write, and on again at once. */
  | { is: 'power'; write: number }

const steps = ['intent', 'job', 'sent', 'printed']
const cuts: [string, Cut][] = [
  ...steps.flatMap((step, i) =>
    (['before', 'after'] as const).map((when): [string, Cut] => [
      `box: process ended ${when} “${step}”`,
      { is: 'process', write: i + 1, when },
    ]),
  ),
  ['box: kill −9 at any moment', { is: 'kill' }],
  ...['the list of jobs', 'making the job', 'sending the document', 'the first look', 'the next question'].map(
    (what, i): [string, Cut] => [`network: torn anywhere in ${what}`, { is: 'network', exchange: i + 1 }],
  ),
  ...steps.slice(0, 3).map((step, i): [string, Cut] => [`network: out from “${step}” on`, { is: 'out', write: i + 1 }]),
  ...steps
    .slice(0, 3)
    .map((step, i): [string, Cut] => [`printer: power cut after “${step}”`, { is: 'power', write: i + 1 }]),
]

export type Row = { cut: string; runs: number; printedTwice: number; lost: number; uncertain: number }

export async function printOnceTable(runs = RUNS, only = ''): Promise<Row[]> {
  const rows: Row[] = []
  const places = await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, runs) }, openPlace))
  for (const [cut, how] of cuts.filter(([name]) => name.includes(only))) {
    let begun = 0
    const worker = async (place: Place) => {
      const ended: { name: string; outcome: PrintOutcome | null }[] = []
      for (begun += 1; begun <= runs; begun += 1) ended.push(await oneRun(place, how))
      return (await place.counted(ended)).map(judge)
    }
    const found = (await Promise.all(places.map(worker))).flat()
    const count = (what: 'twice' | 'lost' | 'uncertain') => found.filter((one) => one === what).length
    rows.push({
      cut,
      runs: found.length,
      printedTwice: count('twice'),
      lost: count('lost'),
      uncertain: count('uncertain'),
    })
    console.log(JSON.stringify(rows.at(-1)))
  }
  for (const place of places) await place.close()
  return rows
}

/** `lost`: said to be printed and no page, or said to be none and a page. */
function judge({ outcome, pages }: { outcome: PrintOutcome | null; pages: number }) {
  if (pages > 1) return 'twice'
  if (outcome?.is === 'uncertain') return 'uncertain'
  return (outcome?.is === 'printed') === pages > 0 ? 'right' : 'lost'
}

type Place = Awaited<ReturnType<typeof openPlace>>

async function openPlace() {
  const folder = mkdtempSync(join(tmpdir(), 'print-once-'))
  const virtual = createVirtualPrinter({ pace: 'none' })
  const direct = await virtual.start()
  const wire = await brittleWire(Number(new URL(direct).port))
  let n = 0
  return {
    virtual,
    wire,
    direct,
    // The printer's address as it knows itself, over the wire that can be cut.
    url: `ipp://localhost:${wire.port}/ipp/print`,
    next: () => {
      n += 1
      return { name: `job-${n}`, path: join(folder, `${n}.jsonl`) }
    },
    /** What a run has left waiting is taken out by hand: the next one begins at an idle printer. */
    async cleared() {
      const printer = ippPrinter(direct)
      for (const { 'job-id': id } of await jobsOf(printer, 'not-completed'))
        await printer.ask('Cancel-Job', { 'job-id': id })
    },
    /** How many pages of each came out, once the printer is at rest: a page may be under way when a story ends. */
    async counted(ended: { name: string; outcome: PrintOutcome | null }[]) {
      const busy = async () => {
        const asked = await ippPrinter(direct).ask('Get-Printer-Attributes', {
          'requested-attributes': ['printer-state'],
        })
        return asked.printer['printer-state'] === 'processing'
      }
      while (await busy()) await sleep(100)
      const out = virtual.pages()
      return ended.map((one) => ({ ...one, pages: out.filter((page) => page === one.name).length }))
    },
    async close() {
      await wire.close()
      await virtual.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

async function oneRun(place: Place, cut: Cut): Promise<{ name: string; outcome: PrintOutcome | null }> {
  const { virtual, wire, url, direct } = place
  const { name, path } = place.next()
  const document = { pdf: blankPdf(1), name, title: 'bench' }
  if (cut.is === 'kill') await killedBox(direct, path, name)
  else {
    const disk = await openLedger<PrintEntry>(path, endsPrint)
    let ledger = disk
    let power = Promise.resolve()
    if (cut.is === 'process') ledger = killedAt<PrintEntry, typeof disk>(disk, cut.write, cut.when)
    if (cut.is === 'network') wire.cut(cut.exchange, Math.floor(Math.random() * EXCHANGE_BYTES))
    if (cut.is === 'out') ledger = actAt<PrintEntry, typeof disk>(disk, cut.write, () => wire.out(true))
    if (cut.is === 'power')
      ledger = actAt<PrintEntry, typeof disk>(disk, cut.write, () => {
        power = virtual.unplug().then(() => virtual.plug())
      })
    const signal = AbortSignal.timeout(PATIENCE_MS)
    try {
      await printDocument({ printer: ippPrinter(url), ledger, signal }, document)
    } catch (error) {
      if (!(error instanceof Killed)) throw error
    }
    await power
    await disk.close()
    wire.out(false)
  }

  const again = await openLedger<PrintEntry>(path, endsPrint)
  const signal = AbortSignal.timeout(PATIENCE_MS)
  for (const story of again.unfinished()) await settleStory({ printer: ippPrinter(url), ledger: again, signal }, story)
  // The same order once more, as a program that does not know what became of it would give it.
  if (again.story(name).length > 0) await printDocument({ printer: ippPrinter(url), ledger: again, signal }, document)
  const outcome = outcomeOf(again.story(name))
  await again.close()
  await place.cleared()
  return { name, outcome }
}

async function killedBox(url: string, path: string, name: string): Promise<void> {
  const box = spawn(process.execPath, [join(import.meta.dirname, '../drivers/printer/box.ts'), url, path, name], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exit = once(box, 'exit')
  await once(box.stdout, 'data')
  await sleep(Math.random() * PAGE_MS)
  box.kill('SIGKILL')
  await exit
}

if (process.argv[1] === import.meta.filename) {
  const rows = await printOnceTable(Number(process.argv[2] ?? RUNS), process.argv[3])
  console.table(rows)
  if (rows.some((row) => row.printedTwice + row.lost > 0)) process.exitCode = 1
}
