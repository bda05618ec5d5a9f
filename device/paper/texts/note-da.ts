import type { NoteTexts } from './note-texts.ts'

export const noteDa: NoteTexts = {
  tag: 'da-DK',
  service: 'Borgerservice',
  title: {
    book: 'Bestil en tid i Borgerservice',
    'passport-gone': 'Nyt pas, når det gamle er væk',
    message: 'Besked fra din sagsbehandler',
    summary: 'Det talte vi om',
    referral: 'Her skal du hen',
    appointment: 'Din aftale',
  },
  lead: {
    book: null,
    'passport-gone': 'Passet fornyes ved skranken i Borgerservice. Bestil en tid på kommunens hjemmeside, eller ring.',
    message: null,
    summary: 'Din sagsbehandler har skrevet det vigtigste fra jeres samtale ned til dig.',
    referral: 'Din sag kan ikke gøres færdig ved boksen. Vis denne seddel, når du kommer.',
    appointment: null,
  },
  how: 'Vi kunne ikke nå at hjælpe dig i dag. Bestil en tid på kommunens hjemmeside, eller ring til os. Oplys sagsnummeret, så ved vi, hvad det drejer sig om. Det, du lavede ved boksen, er slettet.',
  gone: {
    know: [
      'Passet koster det dobbelte, når det gamle er væk eller ødelagt.',
      'Finder du passet, før du har fået et nyt, så tag det med. Så koster det ikke mere.',
    ],
    bring: ['Dåbs-, fødsels- eller navneattest', 'Dit sundhedskort', 'Legitimation med billede'],
  },
  caseNumber: 'Sagsnummer',
  on: 'Samtale',
  agreed: 'Det blev vi enige om',
  place: 'Sted',
  address: 'Adresse',
  way: 'Sådan finder du derhen',
  why: 'Det skal du vide',
  time: 'Tid',
  code: 'Din kode, når du kommer',
  bring: 'Tag med',
  questions: (municipality, phone) => `Spørgsmål? Ring til ${municipality} på ${phone}.`,
}
