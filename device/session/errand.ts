import type { Errand } from '../contract/nouns.ts'
import type { Journal } from '../tasks/journal.ts'
import type { PassportDocument } from '../tasks/task.ts'

/** The errand as it is done: a child's passport is one whatever was pressed; null before the choice. */
export function errandOf(journal: Journal): Errand | null {
  const chosen = (journal.get('errand')?.value as Errand | undefined) ?? null
  const document = journal.get('document')?.value as PassportDocument | undefined
  const passport = chosen === 'passport-renewal' || chosen === 'passport-child'
  return passport && document ? document.plan.errand : chosen
}
