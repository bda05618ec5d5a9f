import { randomUUID } from 'node:crypto'
import { type Ask, guidanceWords } from '../../device/contract/asks.ts'
import { outcomes } from '../../device/contract/nouns.ts'
import type { ScreenState } from '../../device/contract/screen.ts'
import { appointmentPages } from './box-appointment-asks.ts'
import { paperAsks } from './box-paper-asks.ts'
import type { Pictures } from './box-pictures.ts'

export function stateOf(ask: Ask, more: Partial<ScreenState> = {}): ScreenState {
  return {
    contract: 1,
    municipality: 'Kalundborg Kommune',
    visit: ask.is === 'welcome' ? null : '11111111-1111-4111-8111-111111111111',
    language: 'da',
    askId: randomUUID(),
    ask,
    progress: ask.is === 'welcome' || ask.is === 'farewell' ? null : { done: 2, total: 8 },
    can:
      ask.is === 'welcome' || ask.is === 'farewell'
        ? { back: false, cancel: false, callPerson: ask.is === 'welcome' }
        : { back: true, cancel: true, callPerson: true },
    timeout: null,
    help: 'none',
    call: null,
    text: null,
    ...more,
  }
}

export const call: NonNullable<ScreenState['call']> = {
  claim: '22222222-2222-4222-8222-222222222222',
  caseworker: { name: 'Mette Holm', role: 'Medarbejder i Borgerservice', municipality: 'Kalundborg Kommune' },
  iceServers: [],
  iceTransportPolicy: 'all',
}

const holder = { givenNames: 'Anna Sofie', surname: 'Lindegaard Christoffersen', dateOfBirth: '1958-03-09' }
const document = { is: 'document', state: 'waiting', progress: 0, problem: null } as const
const portrait = { is: 'portrait', guidance: 'closer', way: null, holding: 0, problem: null } as const
const finger = {
  is: 'finger',
  position: 'right-index',
  attempt: 1,
  attempts: 3,
  state: 'waiting',
  image: null,
  advice: null,
  problem: null,
} as const
const waiting = { is: 'waiting', ahead: 2, waitSeconds: 340, hubGone: false, again: false } as const
const farewell = { is: 'farewell', reason: null, note: null, receipt: 'printed', number: '4827' } as const

/** Every ask of the contract, in every form that looks different, by a name. */
export function everyScreen({ portrait: face, print, signature }: Pictures): Record<string, ScreenState> {
  const review: Ask = {
    is: 'review',
    holder,
    portrait: face,
    fingers: [
      { position: 'right-index', image: print, is: 'good' },
      { position: 'left-index', image: print, is: 'poor' },
    ],
    signature,
    contact: { phone: '12 34 56 78', placeName: 'Kalundborg Bibliotek' },
    fee: { amount: 89_000, asOf: '2021-02-01' },
    redoable: ['portrait', 'right-index', 'left-index', 'signature', 'contact'],
  }
  const asks: Record<string, Ask> = {
    welcome: { is: 'welcome', unavailable: [], outOfService: false },
    'welcome-printer-gone': { is: 'welcome', unavailable: ['printer', 'card', 'mrz'], outOfService: false },
    'welcome-out-of-service': { is: 'welcome', unavailable: [], outOfService: true },
    errand: { is: 'errand', errands: ['passport-renewal', 'passport-child'] },
    privacy: { is: 'privacy' },
    document,
    'document-camera': { ...document, camera: true },
    'document-mrz': { ...document, state: 'mrz' },
    'document-chip': { ...document, state: 'chip', progress: 0.45 },
    'document-checking': { ...document, state: 'checking', progress: 1 },
    'document-problem': { ...document, problem: 'card.removed' },
    holder: { is: 'holder', holder },
    portrait,
    'portrait-hold': { ...portrait, guidance: 'hold', holding: 0.6 },
    'portrait-column': { ...portrait, guidance: 'camera-blocked', column: true },
    'portrait-problem': { ...portrait, problem: 'camera.gone' },
    'portrait-headwear': { ...portrait, way: 'headwear' },
    'portrait-move': { is: 'portrait-move', move: 'turn-left', done: 0, total: 3 },
    'portrait-keep': { is: 'portrait-keep', pictures: [{ image: face, advice: ['close-mouth', 'uneven-light'] }] },
    'portrait-keep-many': {
      is: 'portrait-keep',
      pictures: [0, 1, 2].map((n) => ({ image: face, advice: n ? ['open-eyes'] : [] })),
    },
    finger,
    'finger-left-poor': {
      ...finger,
      position: 'left-index',
      attempt: 2,
      state: 'poor',
      image: print,
      advice: 'moisten',
    },
    'finger-good': { ...finger, state: 'good', image: print },
    'finger-problem': { ...finger, problem: 'finger.gone' },
    signature: { is: 'signature', tooLittle: false },
    'signature-too-little': { is: 'signature', tooLittle: true },
    contact: {
      is: 'contact',
      places: [
        { id: 'kalundborg', name: 'Kalundborg Bibliotek' },
        { id: 'gorlev', name: 'Gørlev Bibliotek og Borgerservice' },
        { id: 'hong', name: 'Høng Bibliotek' },
      ],
    },
    'finger-thumb': {
      ...finger,
      position: 'left-thumb',
      standIn: true,
    },
    'finger-ring': { ...finger, position: 'right-ring', attempt: 2, standIn: true, advice: 'up' },
    'finger-middle': { ...finger, position: 'left-middle', standIn: true },
    'finger-exempt': { is: 'finger-exempt', fromAge: 12 },
    review,
    'review-provisional': {
      ...review,
      prints: { is: 'provisional', months: 12 },
      fingers: [
        { position: 'right-index', image: null, is: 'unavailable' },
        { position: 'left-thumb', image: print, is: 'good' },
      ],
      signature: null,
    },
    'review-child': {
      ...review,
      fee: null,
      fingers: [
        { position: 'right-index', image: null, is: 'exempt' },
        { position: 'left-index', image: null, is: 'unavailable' },
      ],
      signature: null,
      redoable: [],
    },
    waiting,
    'waiting-unknown': { ...waiting, ahead: null, waitSeconds: null },
    'waiting-again': { ...waiting, ahead: 0, waitSeconds: 30, again: true },
    'waiting-hub-gone': { ...waiting, hubGone: true },
    'with-caseworker': { is: 'with-caseworker' },
    finishing: { is: 'finishing', delivery: 'sending', receipt: 'none', problem: null },
    'finishing-printing': { is: 'finishing', delivery: 'delivered', receipt: 'printing', problem: null },
    'finishing-paper-out': { is: 'finishing', delivery: 'later', receipt: 'failed', problem: 'printer.paper-out' },
    'take-document': { is: 'take-document' },
    ...paperAsks,
  }
  for (const [name, page] of Object.entries(appointmentPages)) asks[`appointment-${name}`] = { is: 'appointment', page }
  for (const outcome of outcomes) asks[`farewell-${outcome}`] = { ...farewell, outcome }
  asks['farewell-rejected'] = {
    ...farewell,
    outcome: 'rejected',
    reason: 'other',
    note: 'Billedet er over seks måneder gammelt. Kom igen, når du har et nyt.',
    receipt: 'uncertain',
  }
  const states = Object.fromEntries(Object.entries(asks).map(([name, ask]) => [name, stateOf(ask)]))
  return {
    ...states,
    'finger-help-awaited': stateOf(finger, { help: 'waiting' }),
    'finger-help-late': stateOf(finger, {
      help: 'waiting',
      helpWait: { ahead: 3, waitSeconds: null, late: true, callBack: 'none', voice: false },
    }),
    'signature-timeout': stateOf(
      { is: 'signature', tooLittle: false },
      { timeout: { warning: 'first', secondsLeft: 20 } },
    ),
    'waiting-late': stateOf({ ...waiting, late: true }),
    'waiting-voice': stateOf({ ...waiting, late: true, voice: true }),
    'waiting-noted': stateOf({ ...waiting, late: true, callBack: 'noted' }),
    'waiting-held': stateOf({ ...waiting, again: true, heldBy: 'Mette Holm' }),
    'farewell-bring': stateOf({ ...farewell, outcome: 'postponed', bring: ['consent', 'health-card'] }),
    'alarm-sent': stateOf(waiting, { alarm: 'sent' }),
    'control-question': stateOf(
      { is: 'with-caseworker' },
      {
        act: { n: 1, act: 'control', step: null, by: 'Mette Holm' },
        question: { id: 'q', text: null, fact: 'mothers-first-name', answer: 'words', secret: true, again: false },
      },
    ),
    'own-question': stateOf(
      { is: 'with-caseworker' },
      {
        question: {
          id: 'q',
          text: 'Har du glemt noget i boksen?',
          fact: null,
          answer: 'yes-no',
          secret: false,
          again: false,
        },
      },
    ),
    'pointed-at': stateOf(document, {
      call,
      point: 'reader',
      act: { n: 2, act: 'point', step: null, by: 'Mette Holm' },
    }),
    'call-with-caseworker': stateOf({ is: 'with-caseworker' }, { call }),
    'call-waiting': stateOf(waiting, { call }),
    'call-finger': stateOf(finger, { call, help: 'here', text: 'Prøv at tørre fingeren af og læg den fladt ned.' }),
    'call-portrait': stateOf({ ...portrait, guidance: 'left' }, { call }),
    'call-signature': stateOf({ is: 'signature', tooLittle: false }, { call }),
    'call-review': stateOf(review, { call }),
  }
}

export const allGuidance = guidanceWords
