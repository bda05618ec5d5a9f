import { randomUUID } from 'node:crypto'
import type { DeskPaper, DeskPaperState } from '../contract/desk.ts'
import type { Language } from '../contract/nouns.ts'
import type { Note } from '../paper/texts/note-texts.ts'
import { subjectOf } from '../tasks/steps/register.ts'
import type { PassportDocument } from '../tasks/task.ts'
import type { VisitPorts } from './ports.ts'

type About = { case: string; language: Language; document: PassportDocument | null }
type Ports = Pick<VisitPorts, 'places' | 'slips' | 'link' | 'papers'>

/** Prints what a caseworker gives a citizen to take home. */
export async function deskPaper(
  ports: Ports,
  paper: DeskPaper | { is: 'slip'; text: string },
  about: About,
): Promise<DeskPaperState['is']> {
  const { case: id, language } = about
  const slip = (note: Note) => ports.slips.print({ case: id, language, note })
  switch (paper.is) {
    case 'slip':
      return slip({ is: 'message', text: paper.text })
    case 'summary':
      return slip({ is: 'summary', text: paper.text })
    case 'referral': {
      const place = ports.places.find((one) => one.id === paper.place)
      if (!place) return 'failed'
      const { name: to, address = null, directions } = place
      return slip({ is: 'referral', to, address, directions: directions?.[language] ?? null, text: paper.text })
    }
    case 'appointment': {
      const { start, place, text } = paper
      const known = ports.places.find(({ name }) => name === place)
      const address = known?.address ?? null
      return slip({ is: 'appointment', start, place, address, code: null, bring: [], text })
    }
    case 'health-card':
      // A page that anybody can print opens nobody's record; the caseworker sees whether the face is the holder's.
      return about.document?.inspection.verdict === 'genuine' ? healthCard(ports, about, about.document) : 'no-record'
  }
}

/** Stated by the hub and printed once; a paper that never came out is withdrawn. */
async function healthCard(ports: Ports, { case: id, language }: About, document: PassportDocument) {
  const subject = subjectOf(document)
  const kind = 'temporary-health-card' as const
  const reply = await ports.link.request({ is: 'issue', issue: { case: id, kind, language, subject, period: 'now' } })
  if (reply.is !== 'issued') return 'no-record'
  const outcome = await ports.papers.print(reply.issued, randomUUID(), new AbortController().signal, () => {})
  if (outcome.is === 'failed') void ports.link.request({ is: 'withdraw', case: id, kind })
  return outcome.is
}
