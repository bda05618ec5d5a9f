import type { GuestDown } from '../../device/contract/guest.ts'
import type { GuestKind, Language } from '../../device/contract/nouns.ts'

export type No = Extract<GuestDown, { is: 'no' }>['why'] | 'broken' | 'over'

const da = {
  title: 'Vær med i en samtale',
  lead: 'Du er inviteret til en videosamtale mellem en borger ved en boks og en medarbejder i kommunen.',
  rules: [
    'Borgeren har sagt ja til, at du er med, og kan når som helst lukke dig ud.',
    'Du ser hverken sagen eller borgerens skærm.',
    'Samtalen optages ikke. Det skrives ned, hvem der var med og hvornår.',
    'Det, du hører, er fortroligt.',
  ],
  once: 'Linket virker én gang. Hav kamera og mikrofon klar, før du går ind.',
  name: 'Dit navn, som de to andre ser det',
  enter: 'Gå ind',
  entering: 'Et øjeblik …',
  no: {
    used: 'Linket er brugt. Bed medarbejderen om et nyt.',
    late: 'Linket er for gammelt, eller samtalen er slut.',
    unknown: 'Linket er ikke helt. Kopiér det hele, og prøv igen.',
    broken: 'Forbindelsen gik tabt. Bed medarbejderen om et nyt link.',
    over: 'Tak, fordi du var med. Du kan lukke siden.',
  } satisfies Record<No, string>,
  noHead: { over: 'Du er ikke længere med i samtalen', other: 'Du kan ikke komme ind' },
  as: {
    'interpreter-voice': 'Du er med som tolk. Du hører begge, men ser ikke borgeren.',
    'interpreter-sign': 'Du er med som tegnsprogstolk.',
    supervisor: 'Du er med som leder eller oplærer.',
    relative: 'Du er med som pårørende.',
  } satisfies Record<GuestKind, string>,
  citizen: 'Borgeren',
  own: 'Sådan ses du',
  soundOnly: 'Kun lyd',
  state: { connecting: 'Forbinder …', connected: 'Forbundet', reconnecting: 'Forbindelsen er svag …', ended: 'Slut' },
  mute: 'Sluk min lyd',
  unmute: 'Tænd min lyd',
  hide: 'Sluk kamera',
  show: 'Tænd kamera',
  leave: 'Forlad samtalen',
  alone: 'Vi kan ikke høre dig: giv siden lov til at bruge mikrofonen, og bed om et nyt link.',
  switchTo: 'English',
}
export type Texts = typeof da

const en: Texts = {
  title: 'Join a conversation',
  lead: 'You are invited to a video call between a citizen at a box and a member of the municipality’s staff.',
  rules: [
    'The citizen has agreed that you join, and can end it at any time.',
    'You see neither the case nor the citizen’s screen.',
    'The call is not recorded. It is written down who took part and when.',
    'What you hear is confidential.',
  ],
  once: 'The link works once. Have your camera and microphone ready before you go in.',
  name: 'Your name, as the other two see it',
  enter: 'Go in',
  entering: 'One moment …',
  no: {
    used: 'The link has been used. Ask the member of staff for a new one.',
    late: 'The link is too old, or the conversation is over.',
    unknown: 'The link is not whole. Copy all of it and try again.',
    broken: 'The connection was lost. Ask the member of staff for a new link.',
    over: 'Thank you for taking part. You can close this page.',
  },
  noHead: { over: 'You are no longer in the conversation', other: 'You cannot go in' },
  as: {
    'interpreter-voice': 'You take part as an interpreter. You hear both, but do not see the citizen.',
    'interpreter-sign': 'You take part as a sign language interpreter.',
    supervisor: 'You take part as a supervisor or trainer.',
    relative: 'You take part as a relative.',
  },
  citizen: 'The citizen',
  own: 'How you are seen',
  soundOnly: 'Sound only',
  state: {
    connecting: 'Connecting …',
    connected: 'Connected',
    reconnecting: 'The connection is weak …',
    ended: 'Over',
  },
  mute: 'Mute me',
  unmute: 'Unmute me',
  hide: 'Camera off',
  show: 'Camera on',
  leave: 'Leave the conversation',
  alone: 'We cannot hear you: allow this page to use the microphone, and ask for a new link.',
  switchTo: 'Dansk',
}

export const texts: Record<Language, Texts> = { da, en }
