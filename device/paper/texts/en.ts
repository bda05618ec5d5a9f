import type { ReceiptTexts } from './texts.ts'

export const en: ReceiptTexts = {
  tag: 'en-GB',
  service: 'Citizen Service',
  title: {
    approved: 'Receipt for your application',
    rejected: 'Your application was refused',
    referred: 'Your application is not finished',
    postponed: 'Your case is put off',
  },
  lead: {
    approved: 'Your application has been approved and sent on, so that the passport can be made.',
    rejected: 'A caseworker has looked at your application and could not approve it.',
    referred: 'A caseworker has looked at your application. It has to be finished at a meeting in person.',
    postponed: 'We did not finish today. Come again with what is missing.',
  },
  errand: {
    'passport-renewal': 'New passport',
    'passport-child': 'Passport for a child',
  },
  label: {
    caseNumber: 'Case number',
    errand: 'Applied for',
    at: 'Date',
    place: 'Fetch the passport at',
    fee: 'Fee',
    next: 'What happens next',
  },
  fee: {
    paid: (amount) => `${amount}, paid`,
    due: (amount) => `${amount}, not paid yet`,
    none: 'No fee',
  },
  nextStep: {
    'passport-is-made': 'The passport is being made. You will be told when it is ready.',
    'fetch-in-person': 'Fetch the passport yourself. Have the case number ready.',
    'bring-old-passport': 'Bring your old passport when you fetch the new one.',
    'decision-by-post': 'You will get the decision in writing. It says why it was refused and how you can appeal.',
    'apply-again': 'You can apply again when what was missing is in place.',
    'we-call-you': 'A member of staff will contact you about what has to be done.',
    'book-meeting': 'Book a time at Citizen Service, and we will finish the application together.',
    'bring-consent': 'Bring the consent of everybody who has custody.',
    'police-decide': 'The police decide this case. They will contact you.',
  },
  bring: {
    'old-passport': 'Bring your old passport.',
    consent: 'Bring the consent of everybody with custody.',
    'birth-certificate': 'Bring your birth or name certificate.',
    'photo-id': 'Bring another proof of identity with a photo.',
    'health-card': 'Bring your health insurance card.',
    'police-report': 'Bring the police receipt for the lost passport.',
    'custody-holder': 'Come together with somebody who has custody.',
  },
  slip: {
    book: 'Book a time with citizen services',
    how: 'We did not have time to help you today. Book a time on the municipality’s website, or call us. Tell us the case number, then we know what it is about. What you made at the box has been erased.',
    from: 'A message from your caseworker',
  },
  erased: 'Your photo, your fingerprints and your signature are erased from the box when your visit ends.',
  questions: (municipality, phone) => `Questions? Call ${municipality} on ${phone} and give the case number.`,
}
