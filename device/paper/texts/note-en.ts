import type { NoteTexts } from './note-texts.ts'

export const noteEn: NoteTexts = {
  tag: 'en-GB',
  service: 'Citizen Service',
  title: {
    book: 'Book a time with citizen services',
    message: 'A message from your caseworker',
    summary: 'What we talked about',
    referral: 'Where to go now',
    appointment: 'Your appointment',
  },
  lead: {
    book: null,
    message: null,
    summary: 'Your caseworker has written down the main points of your conversation for you.',
    referral: 'Your case cannot be finished at the box. Show this slip when you arrive.',
    appointment: null,
  },
  how: 'We did not have time to help you today. Book a time on the municipality’s website, or call us. Tell us the case number, then we know what it is about. What you made at the box has been erased.',
  caseNumber: 'Case number',
  on: 'Conversation',
  agreed: 'What we agreed',
  place: 'Place',
  address: 'Address',
  way: 'How to get there',
  why: 'What to know',
  time: 'Time',
  code: 'Your code when you arrive',
  bring: 'Bring',
  questions: (municipality, phone) => `Questions? Call ${municipality} on ${phone}.`,
}
