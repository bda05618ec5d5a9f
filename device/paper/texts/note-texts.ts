import type { Note } from '../note.ts'

/** All words of slips in one language. */
export type NoteTexts = {
  /** BCP 47. */
  tag: string
  service: string
  title: Record<Note['is'], string>
  lead: Record<Note['is'], string | null>
  /** How to book a time. */
  how: string
  caseNumber: string
  on: string
  agreed: string
  place: string
  address: string
  way: string
  why: string
  time: string
  code: string
  bring: string
  questions(municipality: string, phone: string): string
}
