import type { NoteTexts } from './note-texts.ts'

export const noteEn: NoteTexts = {
  tag: 'en-GB',
  service: 'Citizen Service',
  title: {
    book: 'Book a time with citizen services',
    'passport-gone': 'A new passport when the old one is gone',
    message: 'A message from your caseworker',
    summary: 'What we talked about',
    referral: 'Where to go now',
    appointment: 'Your appointment',
  },
  lead: {
    book: null,
    'passport-gone':
      'It is renewed at the counter in Citizen Service. Book a time on the municipality’s website, or call.',
    message: null,
    summary: 'Your caseworker has written down the main points of your conversation for you.',
    referral: 'Your case cannot be finished at the box. Show this slip when you arrive.',
    appointment: null,
  },
  how: 'We did not have time to help you today. Book a time on the municipality’s website, or call us. Tell us the case number, then we know what it is about. What you made at the box has been erased.',
  gone: {
    know: [
      'A passport costs twice as much when the old one is lost or damaged.',
      'If you find it before you have a new one, bring it. Then it costs no more.',
    ],
    bring: ['Your birth or name certificate', 'Your health card', 'An ID with a photo'],
  },
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
