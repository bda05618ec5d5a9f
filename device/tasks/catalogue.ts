import type { Errand, Outcome, StepName } from '../contract/nouns.ts'
import { licenceSteps, temporaryLicence } from './licence.ts'
import { passport, passportSteps } from './passport.ts'
import { residenceCertificate, residenceSteps } from './residence.ts'
import { conclude } from './steps/conclude.ts'
import { chooseErrand } from './steps/questions.ts'
import type { TaskContext } from './task.ts'

type Entry = {
  /** In the leaflet's order, for "step 3 of 8". */
  steps: readonly StepName[]
  run(task: TaskContext): Promise<Outcome>
  /** It is for nothing without its paper: not begun when the box could not print it. */
  endsOnPaper: boolean
  /** Its paper is in the citizen's hand before anybody could send a bill: not offered where nobody can pay. */
  paidAtOnce?: true
}

/** What can be done at a box. */
export const catalogue: Record<Errand, Entry> = {
  'passport-renewal': { steps: passportSteps, run: passport, endsOnPaper: false },
  'passport-child': { steps: passportSteps, run: passport, endsOnPaper: false },
  'residence-certificate': { steps: residenceSteps, run: residenceCertificate, endsOnPaper: true, paidAtOnce: true },
  'temporary-licence': { steps: licenceSteps, run: temporaryLicence, endsOnPaper: true },
}

/** One visit's errand, from the choice to its end. */
export async function runErrand(task: TaskContext): Promise<Outcome> {
  // A caseworker who joined early may have decided before everything was captured.
  const taken = task.decided()
  if (taken) return conclude(task, taken)
  const errands = task.errands.filter((errand) => task.payments.here || !catalogue[errand].paidAtOnce)
  const errand = await task.runner.once('errand', [], chooseErrand({ errands, papers: task.papers }))
  return catalogue[errand].run(task)
}

/** The steps that this visit will show; nobody is asked to pay where nobody pays. */
export function stepsOf(errand: Errand | null, pays: boolean): readonly StepName[] {
  const { steps } = catalogue[errand ?? 'passport-renewal']
  return pays ? steps : steps.filter((step) => step !== 'pay')
}
