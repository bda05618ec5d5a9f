import { caseEn } from './case.en.ts'
import { checksEn } from './checks.en.ts'
import type { Texts } from './da.ts'
import { decideEn } from './decide.en.ts'
import { mirrorEn } from './mirror.en.ts'
import { paperEn } from './paper.en.ts'
import { portraitEn } from './portrait.en.ts'
import { queueEn } from './queue.en.ts'
import { togetherEn } from './together.en.ts'

const percent = (share: number) => `${Math.round(share * 100)}%`

export const en: Texts = {
  portrait: portraitEn,
  together: togetherEn,
  ...checksEn,
  ...mirrorEn,
  ...paperEn,
  ...queueEn,
  ...caseEn,
  ...decideEn,
  errand: {
    'passport-renewal': 'Passport renewal',
    'passport-child': 'Passport for a child',
    'residence-certificate': 'Certificate of residence',
    'temporary-licence': 'Lost driving licence',
  },
  language: { da: 'Danish', en: 'English' },
  block: {
    'not-genuine': 'The passport is not proven genuine. Nobody can approve that here.',
    'identity-unproven': 'The chip does not show whose passport this is. Identity must be proven in another way.',
    'consent-missing': 'Consent is not recorded.',
    unwatched: 'You did not see the whole capture. Take the marked steps again.',
    tampered: 'The housing of the box has been opened.',
    'help-only': 'The case needs a skill that you do not have. Put it back in the queue.',
    unpaid: 'The fee is not paid yet. The citizen pays before the decision.',
    incomplete: 'Something is still missing in the application.',
    'prints-unconfirmed':
      'The citizen says that a finger cannot be used. Look at the hand and confirm it under Fingerprints.',
    'prints-consequence': 'There are fewer than two prints. That has consequences for the passport.',
    'no-signature': 'The citizen cannot sign.',
  },
  rejection: {
    'portrait-not-you': 'The picture does not look like the person in the passport',
    'document-not-genuine': 'The passport is not proven genuine',
    'identity-unproven': 'Identity is not proven',
    'consent-missing': 'Consent is missing',
    'portrait-unusable': 'The picture cannot be used',
    'prints-missing': 'Fingerprints are missing',
    other: 'Other – write why',
  },
  fingerOutcome: {
    good: 'Clear',
    poor: 'Not clear enough',
    exempt: 'Exempt (under 12)',
    unavailable: 'Could not be taken',
  },
  similarity: ({ similarity, threshold, match }) =>
    match
      ? `The pictures look alike: ${percent(similarity)} – the limit is ${percent(threshold)}.`
      : `The pictures do not look enough alike: ${percent(similarity)} – the limit is ${percent(threshold)}.`,
  title: 'Caseworker',
  product: 'Borgerboks',
  switchTo: 'Dansk',
  switchLanguage: 'da',
  dark: 'Dark',
  signIn: {
    lead: 'Here you talk with citizens at a box and decide their cases.',
    notCaseworker: 'Your user may not take cases. Sign in as a caseworker.',
    out: 'Sign out',
  },
  call: {
    head: 'Video call',
    video: 'The citizen on video',
    own: 'Yourself',
    connecting: 'Calling …',
    connected: 'Connected',
    reconnecting: 'The connection is shaky – reconnecting …',
    ended: 'The call is over',
    mute: 'Mute microphone',
    unmute: 'Unmute microphone',
    hide: 'Turn camera off',
    show: 'Turn camera on',
    unheard: 'Play sound',
    apart: {
      move: 'Show on the other screen',
      back: 'Bring the picture back',
      there: 'The citizen’s picture is in a window of its own.',
      refused: 'The browser opened no window. Allow this page to open pop-up windows.',
    },
    level: {
      picture: 'good connection',
      small: 'weak connection, smaller picture',
      voice: 'sound only, the connection is too weak for a picture',
      text: 'sound and picture do not get through – write',
    },
  },
  mirror: {
    head: 'The citizen sees',
    timeout: 'The citizen is being asked whether they are still there.',
    none: 'Waiting for the box …',
  },
  talk: {
    head: 'Write',
    label: 'Message to the citizen',
    send: 'Send',
    me: 'You',
    citizen: 'Citizen',
    empty: 'The citizen can read on the screen what you write.',
    shown: 'shown on the screen',
  },
  alarm: {
    button: 'I feel threatened',
    yes: 'Call for help now',
    no: 'Cancel',
    go: 'I am going there',
    from: { citizen: 'A citizen feels threatened:', staff: 'A colleague feels threatened:' },
    locale: 'en-GB',
  },
}
