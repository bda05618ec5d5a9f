/**
 * Printed exactly once: a job is cut at every step, by the end of the box's process, of the network and of the printer's
 * power (a real ippeveprinter); then the box starts again and settles. What the ledger says is compared with the pages.
 * Run: node tests/bench/print-once.ts [RUNS].
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLedger } from '../../device/ledger.ts'
import { ippPrinter } from '../../drivers/printer/ipp.ts'
import { printDocument, settleStory } from '../../drivers/printer/print.ts'
import { endsPrint, outcomeOf, type PrintEntry } from '../../drivers/printer/record.ts'
import { createVirtualPrinter } from '../../drivers/virtual/printer.ts'
import { blankPdf } from '../drivers/printer/pdf.ts'
import { brittleWire, Killed, killedAt } from './cuts.ts'

const RUNS = 200
/** Each has a printer of its own. */
const SIDE_BY_SIDE = 6
/** Beyond Create-Job and Send-Document with their answers (bytes). */
const EXCHANGE_BYTES = 1_400
/** Nobody mends this bench's network: a citizen would leave by now (ms). */
const PATIENCE_MS = 4_000

type Cut =
  | { is: 'process'; write: number; when: 'before' | 'after' }
  | { is: 'network'; connection: number }
  | { is: 'power' }

const steps = ['intent', 'job', 'sent', 'printed']
const cuts: [string, Cut][] = [
  ...steps.flatMap((step, i) =>
    (['before', 'after'] as const).map((when): [string, Cut] => [
      `process killed ${when} “${step}”`,
      { is: 'process', write: i + 1, when },
    ]),
  ),
  ['network cut anywhere while the job is made', { is: 'network', connection: 1 }],
  ['network cut anywhere while the document is sent', { is: 'network', connection: 2 }],
  ['network cut anywhere in the first look', { is: 'network', connection: 3 }],
  ['printer’s power cut at a random moment', { is: 'power' }],
]

export type Row = { cut: string; runs: number; printedTwice: number; lost: number; uncertain: number }

export async function printOnceTable(runs = RUNS, only = ''): Promise<Row[]> {
  const rows: Row[] = []
  const places = await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, runs) }, openPlace))
  for (const [name, cut] of cuts.filter(([name]) => name.includes(only))) {
    const row: Row = { cut: name, runs: 0, printedTwice: 0, lost: 0, uncertain: 0 }
    let begun = 0
    const worker = async (place: Place) => {
      while (begun < runs) {
        begun += 1
        const found = await oneRun(place, cut)
        row.runs += 1
        row.printedTwice += found.twice
        row.lost += found.lost
        row.uncertain += found.uncertain
      }
    }
    await Promise.all(places.map(worker))
    rows.push(row)
    console.log(JSON.stringify(row))
  }
  for (const place of places) await place.close()
  return rows
}

type Place = Awaited<ReturnType<typeof openPlace>>

async function openPlace() {
  const folder = mkdtempSync(join(tmpdir(), 'print-once-'))
  const virtual = createVirtualPrinter({ pace: 'none' })
  const url = new URL(await virtual.start())
  const wire = await brittleWire(Number(url.port))
  let n = 0
  return {
    virtual,
    wire,
    // The printer's address as it knows itself, over the wire that can be cut.
    url: `ipp://localhost:${wire.port}/ipp/print`,
    next: () => {
      n += 1
      return { name: `job-${n}`, path: join(folder, `${n}.jsonl`) }
    },
    async close() {
      await wire.close()
      await virtual.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

async function oneRun(place: Place, cut: Cut) {
  const { virtual, wire, url } = place
  const { name, path } = place.next()
  const document = { pdf: blankPdf(1), name, title: 'bench' }
  const disk = await openLedger<PrintEntry>(path, endsPrint)
  const ledger = cut.is === 'process' ? killedAt<PrintEntry, typeof disk>(disk, cut.write, cut.when) : disk
  if (cut.is === 'network') wire.cut(cut.connection, Math.floor(Math.random() * EXCHANGE_BYTES))
  let power: Promise<void> | undefined
  const moment = Math.floor(Math.random() * 600)
  const timer =
    cut.is === 'power' ? setTimeout(() => (power = virtual.unplug().then(() => virtual.plug())), moment) : undefined
  const signal = AbortSignal.timeout(PATIENCE_MS)
  let dead = false
  try {
    await printDocument({ printer: ippPrinter(url), ledger, signal }, document)
  } catch (error) {
    if (!(error instanceof Killed)) throw error
    dead = true
  }
  clearTimeout(timer)
  await power
  await disk.close()

  const again = await openLedger<PrintEntry>(path, endsPrint)
  if (dead)
    for (const story of again.unfinished())
      await settleStory({ printer: ippPrinter(url), ledger: again, signal }, story)
  // The same order once more, as a program that does not know what became of it would give it.
  if (again.story(name).length > 0) await printDocument({ printer: ippPrinter(url), ledger: again, signal }, document)
  const outcome = outcomeOf(again.story(name))
  await again.close()
  const pages = virtual.pages().filter((page) => page === name).length
  return {
    twice: pages > 1 ? 1 : 0,
    uncertain: outcome?.is === 'uncertain' ? 1 : 0,
    // Said to be printed and no page, or said to be none and a page.
    lost:
      (outcome?.is === 'printed') !== pages > 0 && outcome?.is !== 'uncertain' && (outcome !== null || pages > 0)
        ? 1
        : 0,
  }
}

if (process.argv[1] === import.meta.filename) {
  const rows = await printOnceTable(Number(process.argv[2] ?? RUNS), process.argv[3])
  console.table(rows)
  if (rows.some((row) => row.printedTwice + row.lost > 0)) process.exitCode = 1
}
