/** Every paper that a box prints, in both languages, with Danish letters and a municipality's own head. */
import type { Issued, Statement } from '../../../device/contract/certificate.ts'
import type { Language } from '../../../device/contract/nouns.ts'
import { certificate } from '../../../device/paper/certificate.ts'
import { readLogo } from '../../../device/paper/logo.ts'
import { notePaper } from '../../../device/paper/note.ts'
import { nextStepsFor, receipt } from '../../../device/paper/receipt.ts'
import type { Note } from '../../../device/paper/texts/note-texts.ts'

const at = '2026-11-22T12:00:00.000Z'
export const letterhead = {
  name: 'Ærø Kommune',
  phone: '70 12 34 56',
  address: ['Torvet 1', '5970 Ærøskøbing'],
  logo: readLogo(
    '<svg viewBox="0 0 40 40"><path d="M2 4h36v18c0 9-8 14-18 16C10 36 2 31 2 22z" fill="#0b3f73"/><circle cx="20" cy="17" r="7" fill="#f2b705"/></svg>',
  ),
}
const person = { name: 'Søren Ågaard', dateOfBirth: '1968-07-23' }
const home = { street: 'Østergade 1', postal: '5970 Ærøskøbing' }

export const statements: Record<string, Statement['about']> = {
  'certificate of residence': {
    is: 'residence-certificate',
    record: {
      ...person,
      addresses: [
        { ...home, from: '2019-08-01', to: null },
        { street: 'Åvej 3', postal: '4998 Fjordby', from: '2011-03-15', to: '2019-07-31' },
      ],
    },
  },
  'temporary driving licence': {
    is: 'temporary-licence',
    until: '2027-02-20',
    record: { ...person, number: '91000001', categories: ['AM', 'B'], validUntil: '2034-05-01' },
  },
  'temporary health card': {
    is: 'temporary-health-card',
    until: '2026-12-22',
    record: {
      ...person,
      ...home,
      personalNumber: '230768-1233',
      group: '1',
      doctor: { name: 'Lægerne på Torvet', phone: '62 52 00 00' },
    },
  },
}

export const notes: Record<string, Note> = {
  'how to book': { is: 'book' },
  'passport gone': { is: 'passport-gone' },
  message: { is: 'message', text: 'Kom igen på mandag med din gamle dåbsattest.' },
  'summary of a conversation': {
    is: 'summary',
    text: 'Du får et nyt pas, når samtykket fra barnets far er her.\nVi ringer torsdag mellem 10 og 12.',
  },
  'referral slip': {
    is: 'referral',
    to: 'Borgerservice, Rådhuset',
    address: 'Statene 2, 5970 Ærøskøbing',
    directions: 'Gå ud ad hovedindgangen og til venstre ad Ålegade.\nRådhuset er det gule hus for enden af Torvet.',
    text: 'Tag dit gamle pas og denne seddel med.',
  },
  'appointment slip': {
    is: 'appointment',
    start: '2026-12-01T09:20:00.000Z',
    place: 'Borgerservice, Rådhuset',
    address: 'Statene 2, 5970 Ærøskøbing',
    code: '48-271',
    bring: ['Dit gamle pas', 'Samtykke fra den anden forælder'],
    text: '',
  },
}

const issued = (about: Statement['about'], language: Language): Issued => ({
  statement: { version: 1, code: 'K7RT-2MNP', language, issuer: letterhead.name, issuedAt: at, about },
  url: 'https://borger.example/verify/#K7RT-2MNP.abcdefghijklmnopqrstuv',
})

export const notePdf = (note: Note, language: Language): Promise<Buffer> =>
  notePaper({ caseNumber: 'K7-4821', language, note, at, letterhead })

/** By name; each call draws it anew. */
export const papers: Record<string, (language: Language) => Promise<Buffer>> = {
  receipt: (language) =>
    receipt({
      caseNumber: 'K7-4821',
      errand: 'passport-renewal',
      outcome: 'approved',
      place: 'Ærø Bibliotek, Ålegade 1',
      at,
      language,
      fee: { kroner: 890, is: 'card', reference: 'T000123', back: 0, asOf: '2021-02-01', pensioner: false },
      nextSteps: nextStepsFor('passport-renewal', 'approved'),
      letterhead,
    }),
  ...Object.fromEntries(
    Object.entries(statements).map(([name, about]) => [
      name,
      (language: Language) => certificate(issued(about, language), letterhead),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(notes).map(([name, note]) => [name, (language: Language) => notePdf(note, language)]),
  ),
}
