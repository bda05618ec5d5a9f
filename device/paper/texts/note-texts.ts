/** What a slip can say. None of them names a person: paper is left behind in trays. */
export type Note =
  /** How to book a time instead of waiting. */
  | { is: 'book' }
  /** For whom a passport cannot be renewed at a box: lost or damaged. */
  | { is: 'passport-gone' }
  /** What a caseworker wrote. */
  | { is: 'message'; text: string }
  /** A conversation, as the caseworker sums it up: a line for each thing that was agreed. */
  | { is: 'summary'; text: string }
  /** Where to go, how to get there in words, and what for. */
  | { is: 'referral'; to: string; address: string | null; directions: string | null; text: string }
  /** `code`: spoken at check-in; null where somebody booked by hand. */
  | {
      is: 'appointment'
      start: string
      place: string
      address: string | null
      code: string | null
      bring: readonly string[]
      text: string
    }

/** All words of slips in one language. */
export type NoteTexts = {
  /** BCP 47. */
  tag: string
  service: string
  title: Record<Note['is'], string>
  lead: Record<Note['is'], string | null>
  /** How to book a time. */
  how: string
  /** What to know and what to bring, a line each. */
  gone: { know: readonly string[]; bring: readonly string[] }
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
