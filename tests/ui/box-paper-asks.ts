import type { Ask, AskOf } from '../../device/contract/asks.ts'
import { errands } from '../../device/contract/nouns.ts'

const pay: AskOf<'pay'> = {
  is: 'pay',
  errand: 'passport-renewal',
  amount: 89_000,
  parts: [
    { what: 'document', amount: 86_200 },
    { what: 'prints', amount: 2_800 },
  ],
  state: 'choose',
  card: true,
  otherwise: 'invoice',
  declined: null,
}
const one = { ...pay, errand: 'residence-certificate' as const, amount: 9_200, parts: [], otherwise: 'desk' as const }
const register: AskOf<'register'> = {
  is: 'register',
  state: 'answer',
  kind: 'residence-certificate',
  problem: null,
  answer: {
    is: 'residence',
    record: {
      name: 'Anna Sofie Lindegaard Christoffersen',
      dateOfBirth: '1958-03-09',
      addresses: [
        { street: 'Strandvejen 14, 2. tv', postal: '4400 Kalundborg', from: '2019-08-01', to: null },
        { street: 'Åvej 2', postal: '4281 Gørlev', from: '2011-03-15', to: '2019-07-31' },
      ],
    },
  },
}
const farewell = { is: 'farewell', reason: null, note: null, receipt: 'printed', number: 'K 482' } as const

/** The asks of errands that are paid and end on paper, in every form that looks different. */
export const paperAsks: Record<string, Ask> = {
  'errand-all': { is: 'errand', errands: [...errands] },
  'document-replaces': { is: 'document', replaces: true, state: 'waiting', progress: 0, problem: null },
  'errand-closed': {
    is: 'errand',
    errands: [...errands],
    closed: [
      { errand: 'residence-certificate', why: 'printer.paper-out' },
      { errand: 'temporary-licence', why: 'printer.paper-out' },
    ],
  },
  'register-looking': { ...register, state: 'looking', answer: null, problem: 'register.gone' },
  register,
  'register-licence': {
    ...register,
    kind: 'temporary-licence',
    answer: {
      is: 'licence',
      record: {
        name: 'Anna Sofie Lindegaard Christoffersen',
        dateOfBirth: '1958-03-09',
        number: '91000001',
        categories: ['AM', 'B', 'BE'],
        validUntil: '2034-05-01',
      },
    },
  },
  'register-protected': { ...register, answer: { is: 'protected' } },
  declaration: { is: 'declaration' },
  pay,
  'pay-pensioner': {
    ...pay,
    amount: 37_800,
    parts: [
      { what: 'document', amount: 35_000 },
      { what: 'prints', amount: 2_800 },
    ],
    pensioner: true,
  },
  'pay-certificate-declined': { ...one, declined: 'refused' },
  'pay-no-terminal': { ...one, card: false },
  'pay-terminal': { ...pay, state: 'terminal' },
  'pay-checking': { ...pay, state: 'checking' },
  'pay-paid': { ...pay, state: 'paid' },
  'pay-unknown': { ...pay, state: 'unknown' },
  paper: { is: 'paper', kind: 'residence-certificate', state: 'printing', problem: null },
  'paper-out': { is: 'paper', kind: 'temporary-licence', state: 'printing', problem: 'printer.paper-out' },
  'farewell-paper': { ...farewell, outcome: 'done', errand: 'residence-certificate', paper: 'printed' },
  'farewell-reminded': { ...farewell, outcome: 'approved', errand: 'passport-renewal', reminded: 2 },
  'farewell-money-back': {
    ...farewell,
    outcome: 'faulted',
    receipt: 'none',
    errand: 'residence-certificate',
    paper: 'failed',
    payment: { is: 'back', reference: 'T000123.abc' },
  },
  'farewell-part-back': {
    ...farewell,
    outcome: 'rejected',
    reason: 'portrait-not-you',
    errand: 'passport-renewal',
    payment: { is: 'back', reference: 'T000123.abc', part: 44_500 },
  },
}
