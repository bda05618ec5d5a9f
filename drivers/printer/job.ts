import { type Attributes, type IppPrinter, succeeded, words } from './ipp.ts'
import { NoAnswer } from './post.ts'
import type { PrintOutcome } from './record.ts'

/** How a job is known to the printer. Ids start again at 1 when some printers restart, so id alone proves nothing. */
export type JobKey = { name: string; id: number; uuid: string | null }

export type JobView =
  | { is: 'running'; pages: number }
  /** The printer waits for a document that never came whole. */
  | { is: 'incomplete' }
  /** `counted`: the pages that the printer counted; null when it counts none. */
  | { is: 'ended'; outcome: PrintOutcome; counted: number | null }
  /** The printer answers and does not know the job: it was restarted or has forgotten. */
  | { is: 'unknown' }
  | { is: 'silent' }

const WANTED = [
  'job-id',
  'job-uuid',
  'job-name',
  'job-state',
  'job-state-reasons',
  'job-impressions-completed',
  'time-at-processing',
]

/** Where the job is now: by its id if it is still the same job, else by uuid or name among all the printer knows. */
export async function look(printer: IppPrinter, key: JobKey): Promise<JobView> {
  try {
    const direct = await printer.ask('Get-Job-Attributes', { 'job-id': key.id, 'requested-attributes': WANTED })
    const found = succeeded(direct) ? direct.job.find((job) => same(job, key)) : undefined
    const job = found ?? (await findJob(printer, (other) => same(other, key)))
    return job ? view(job) : { is: 'unknown' }
  } catch (error) {
    if (error instanceof NoAnswer) return { is: 'silent' }
    throw error
  }
}

/** A job among those waiting, printing or finished. Rejects with `NoAnswer`. */
export async function findJob(
  printer: IppPrinter,
  accept: (job: Attributes) => boolean,
): Promise<Attributes | undefined> {
  for (const which of ['not-completed', 'completed'] as const) {
    const job = (await jobsOf(printer, which)).find(accept)
    if (job) return job
  }
  return undefined
}

/** Rejects with `NoAnswer`. */
export async function jobsOf(printer: IppPrinter, which: 'not-completed' | 'completed'): Promise<Attributes[]> {
  return (await printer.ask('Get-Jobs', { 'which-jobs': which, 'requested-attributes': WANTED })).job
}

function same(job: Attributes, key: JobKey): boolean {
  // The name is unique by itself; the uuid guards against a printer that cuts or changes names.
  return key.uuid ? job['job-uuid'] === key.uuid : job['job-name'] === key.name
}

function view(job: Attributes): JobView {
  const counted = job['job-impressions-completed']
  const pages = typeof counted === 'number' ? counted : null
  const ended = (outcome: PrintOutcome): JobView => ({ is: 'ended', outcome, counted: pages })
  switch (job['job-state']) {
    case 'completed':
      // "Completed" alone is the job's end, not the paper's (a spooler says it too): the printer must have counted a page.
      return ended(pages ? { is: 'printed', pages } : { is: 'uncertain' })
    case 'canceled':
    case 'aborted': {
      if (pages !== 0) return ended({ is: 'uncertain' })
      if (words(job['job-state-reasons']).some((reason) => reason.includes('document')))
        return ended({ is: 'failed', fault: 'printer.refused' })
      // A job that was being printed may still push out a page after its end, counted or not.
      const begun = typeof job['time-at-processing'] === 'number'
      return ended(begun ? { is: 'uncertain' } : { is: 'failed', fault: 'printer.stopped' })
    }
    default:
      if (words(job['job-state-reasons']).includes('job-data-insufficient')) return { is: 'incomplete' }
      return { is: 'running', pages: pages ?? 0 }
  }
}
