import { setTimeout as sleep } from 'node:timers/promises'
import { Fault, type FaultCode } from '../../device/contract/faults.ts'
import { faultOf, type PrinterCondition } from './condition.ts'
import { type Answer, type IppPrinter, refused, succeeded } from './ipp.ts'
import { findJob, type JobKey, jobsOf, look } from './job.ts'
import { NoAnswer } from './post.ts'
import { outcomeOf, type PrintEntry, type PrintLedger, type PrintOutcome } from './record.ts'
import { readStatus } from './status.ts'

/** Between two looks at a job: the first soon, for a receipt may be quick, then slower, for a page takes seconds (ms). */
const FIRST_LOOK_MS = 100
const LAST_LOOK_MS = 1_000
/** Between two tries to get a printer that has another job (ms). */
const BUSY_PAUSE_MS = 500
/** A printer that was switched off and on again is back within this; longer means that nobody sees to it (ms). */
const SILENCE_LIMIT_MS = 45_000
/** How long a cancelled job may take to stop before its end is called uncertain (ms). */
const WITHDRAW_LIMIT_MS = 5_000

export type PrintDocument = {
  pdf: Buffer
  /** Unique for ever, such as the case id: under one name nothing is printed twice. Nothing personal. */
  name: string
  /** The same in the printer's own format; the PDF if it is left out. */
  as?: { type: string; bytes: Buffer }
  /** Seen on the printer's display: nothing personal. */
  title: string
}

export type PrintProgress = { is: 'printing' | 'waiting'; pages: number; condition: PrinterCondition | null }

type Entry = PrintEntry extends infer E ? (E extends PrintEntry ? Omit<E, 'name' | 'at'> : never) : never

export type PrintRun = {
  printer: IppPrinter
  ledger: PrintLedger
  signal: AbortSignal
  onProgress?: ((progress: PrintProgress) => void) | undefined
}

/**
 * Prints once and follows the job to its end. Aborting cancels the job at the printer, so that nothing comes out for the
 * next person; what became of it is still told and written. A name that was begun before is looked up, never printed.
 */
export async function printDocument(run: PrintRun, document: PrintDocument): Promise<PrintOutcome> {
  const { ledger, printer } = run
  const { name } = document
  const story = ledger.story(name)
  if (story.length > 0) return outcomeOf(story) ?? (await settleStory(run, story))

  const write = (entry: Entry) => ledger.write({ ...entry, name, at: new Date().toISOString() } as PrintEntry)
  const end = async (outcome: PrintOutcome) => {
    await write(outcome)
    return outcome
  }
  await write({ is: 'intent' })
  let key: JobKey
  try {
    key = await createJob(run, document)
  } catch (error) {
    if (error instanceof Fault) return end({ is: 'failed', fault: error.code })
    if (error instanceof NoAnswer) return end({ is: 'failed', fault: 'printer.gone' })
    throw error
  }
  await write({ is: 'job', id: key.id, uuid: key.uuid })
  try {
    const answer = await printer.ask(
      'Send-Document',
      { 'job-id': key.id, 'document-format': document.as?.type ?? 'application/pdf', 'last-document': true },
      { data: document.as?.bytes ?? document.pdf },
    )
    if (!succeeded(answer)) {
      await cancel(printer, key)
      return end({ is: 'failed', fault: refused('Send-Document', answer).code })
    }
    await write({ is: 'sent' })
  } catch (error) {
    // Whether it arrived is what the look-ups below find out.
    if (!(error instanceof NoAnswer)) throw error
  }
  return end(await follow(run, key))
}

/**
 * The end of a story that a crash interrupted: looked up at the printer; a job that still waits is withdrawn, since its
 * citizen has left. Writes the end and returns it.
 */
export async function settleStory(run: PrintRun, story: readonly PrintEntry[]): Promise<PrintOutcome> {
  const name = story[0]!.name
  const job = story.find((entry) => entry.is === 'job')
  const outcome = job
    ? await withdraw(run.printer, { name, id: job.id, uuid: job.uuid }, 'printer.stopped')
    : await dropOrphan(run.printer, name)
  await run.ledger.write({ ...outcome, name, at: new Date().toISOString() })
  return outcome
}

/** Creates the job, waiting while the printer has another one. Rejects with a `Fault` or `NoAnswer`: nothing printed. */
async function createJob({ printer, ledger, signal }: PrintRun, document: PrintDocument): Promise<JobKey> {
  for (;;) {
    if (signal.aborted) throw new Fault('printer.stopped', 'given up before the job was created')
    await dropEnded(printer, ledger)
    const answer = await printer.ask(
      'Create-Job',
      { 'job-name': document.name },
      { job: { copies: 1, media: 'iso_a4_210x297mm', sides: 'one-sided' } },
    )
    const id = answer.job[0]?.['job-id']
    if (succeeded(answer) && typeof id === 'number') {
      const uuid = answer.job[0]?.['job-uuid'] ?? (await askUuid(printer, id))
      return { name: document.name, id, uuid: typeof uuid === 'string' ? uuid : null }
    }
    if (!isBusy(answer)) throw refused('Create-Job', answer)
    await sleep(BUSY_PAUSE_MS, undefined, { signal }).catch(() => {})
  }
}

/**
 * A job whose story has ended may still wait in the printer, if the line was down when it should have been withdrawn. It must
 * neither hold up the next one nor come out before the next citizen.
 */
async function dropEnded(printer: IppPrinter, ledger: PrintLedger): Promise<void> {
  for (const job of await jobsOf(printer, 'not-completed')) {
    const { 'job-id': id, 'job-name': name } = job
    if (typeof id === 'number' && typeof name === 'string' && outcomeOf(ledger.story(name)))
      await cancel(printer, { name, id, uuid: null })
  }
}

/** Not every printer answers Create-Job with the uuid. */
async function askUuid(printer: IppPrinter, id: number) {
  const answer = await printer.ask('Get-Job-Attributes', { 'job-id': id, 'requested-attributes': ['job-uuid'] })
  return answer.job[0]?.['job-uuid']
}

function isBusy({ statusCode }: Answer): boolean {
  return ['server-error-busy', 'server-error-temporary-error', 'server-error-not-accepting-jobs'].includes(statusCode)
}

async function follow(run: PrintRun, key: JobKey): Promise<PrintOutcome> {
  let heardAt = performance.now()
  let fault: FaultCode = 'printer.stopped'
  for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 1.5, LAST_LOOK_MS)) {
    const seen = await look(run.printer, key)
    if (seen.is === 'ended') return seen.outcome
    if (seen.is === 'unknown') return { is: 'uncertain' }
    if (seen.is === 'incomplete') return withdraw(run.printer, key, 'printer.gone')
    if (seen.is === 'silent') {
      if (performance.now() - heardAt > SILENCE_LIMIT_MS || run.signal.aborted) return { is: 'uncertain' }
    } else {
      heardAt = performance.now()
      const condition = await readStatus(run.printer).then(
        (status) => status.condition,
        () => null,
      )
      if (condition && condition !== 'ready') fault = faultOf(condition)
      run.onProgress?.({ is: condition === 'ready' ? 'printing' : 'waiting', pages: seen.pages, condition })
      if (run.signal.aborted) return withdraw(run.printer, key, fault)
    }
    await sleep(pause, undefined, { signal: run.signal }).catch(() => {})
  }
}

/**
 * Takes the job back and tells what had become of it. `fault` says why, if nothing came out: that is sure when the printer
 * had not begun, or stood still (no paper, a jam) from before the job was taken back until after it.
 */
async function withdraw(printer: IppPrinter, key: JobKey, fault: FaultCode): Promise<PrintOutcome> {
  const until = performance.now() + WITHDRAW_LIMIT_MS
  const stood = await standsStill(printer)
  let cancelled = false
  for (let none = false; ; ) {
    const seen = await look(printer, key)
    if (seen.is === 'unknown') return { is: 'uncertain' }
    if (seen.is === 'ended') {
      // Cancelled in the moment it begins, a job may be called ended and still be printed: looked at once more.
      if (seen.outcome.is === 'failed' && !none) {
        none = true
        await sleep(BUSY_PAUSE_MS)
        continue
      }
      if (seen.outcome.is === 'failed') return { is: 'failed', fault }
      const sure = seen.outcome.is === 'uncertain' && seen.counted === 0 && stood && (await standsStill(printer))
      return sure ? { is: 'failed', fault } : seen.outcome
    }
    if (seen.is !== 'silent' && !cancelled) cancelled = await cancel(printer, key)
    else if (performance.now() > until) return { is: 'uncertain' }
    else await sleep(BUSY_PAUSE_MS)
  }
}

function standsStill(printer: IppPrinter): Promise<boolean> {
  return readStatus(printer).then(
    ({ condition }) => condition !== 'ready',
    () => false,
  )
}

async function cancel(printer: IppPrinter, key: JobKey): Promise<boolean> {
  return printer.ask('Cancel-Job', { 'job-id': key.id }).then(
    () => true,
    () => false,
  )
}

/** A job without its document may hold up a printer that takes one at a time. Nothing of it was ever sent. */
async function dropOrphan(printer: IppPrinter, name: string): Promise<PrintOutcome> {
  const job = await findJob(printer, (other) => other['job-name'] === name).catch(() => undefined)
  const id = job?.['job-id']
  if (typeof id === 'number') await cancel(printer, { name, id, uuid: null })
  return { is: 'failed', fault: 'printer.gone' }
}
