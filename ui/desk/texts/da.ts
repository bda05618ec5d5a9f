import { caseDa } from './case.da.ts'
import { checksDa } from './checks.da.ts'
import { decideDa } from './decide.da.ts'
import { mirrorDa } from './mirror.da.ts'
import { paperDa } from './paper.da.ts'
import { portraitDa } from './portrait.da.ts'
import { queueDa } from './queue.da.ts'
import type { ContractTexts } from './shape.ts'
import { togetherDa } from './together.da.ts'

const contract: Omit<ContractTexts, keyof typeof checksDa | keyof typeof mirrorDa> = {
  errand: {
    'passport-renewal': 'Fornyelse af pas',
    'passport-child': 'Pas til barn',
    'residence-certificate': 'Bopælsattest',
    'temporary-licence': 'Mistet kørekort',
  },
  language: { da: 'Dansk', en: 'Engelsk' },
  block: {
    'not-genuine': 'Passet er ikke bevist ægte. Det kan ingen godkende her.',
    'identity-unproven': 'Chippen viser ikke, hvem passet tilhører. Identiteten skal bevises på anden måde.',
    'consent-missing': 'Samtykke er ikke registreret.',
    unwatched: 'Du så ikke hele optagelsen. Tag de markerede trin igen.',
    tampered: 'Boksens kabinet har været åbnet.',
    'help-only': 'Sagen kræver en kompetence, som du ikke har. Læg den tilbage i køen.',
    unpaid: 'Gebyret er ikke betalt endnu. Borgeren betaler før afgørelsen.',
    incomplete: 'Der mangler stadig noget i ansøgningen.',
    'prints-unconfirmed': 'Borgeren siger, at en finger ikke kan bruges. Se hånden, og bekræft det under Fingeraftryk.',
    'prints-consequence': 'Der er færre end to fingeraftryk. Det har følger for passet.',
    'no-signature': 'Borgeren kan ikke skrive under.',
  },
  rejection: {
    'portrait-not-you': 'Billedet ligner ikke personen i passet',
    'document-not-genuine': 'Passet er ikke bevist ægte',
    'identity-unproven': 'Identiteten er ikke bevist',
    'consent-missing': 'Samtykke mangler',
    'portrait-unusable': 'Billedet kan ikke bruges',
    'prints-missing': 'Fingeraftryk mangler',
    other: 'Andet – skriv hvorfor',
  },
  fingerOutcome: {
    good: 'Tydeligt',
    poor: 'Ikke tydeligt nok',
    exempt: 'Fritaget (under 12 år)',
    unavailable: 'Kunne ikke tages',
  },
  similarity: ({ similarity, threshold, match }) =>
    match
      ? `Billederne ligner hinanden: ${percent(similarity)} – grænsen er ${percent(threshold)}.`
      : `Billederne ligner ikke hinanden nok: ${percent(similarity)} – grænsen er ${percent(threshold)}.`,
}

function percent(share: number) {
  return `${Math.round(share * 100)} %`
}

export const da = {
  portrait: portraitDa,
  together: togetherDa,
  ...contract,
  ...checksDa,
  ...mirrorDa,
  ...paperDa,
  ...queueDa,
  ...caseDa,
  ...decideDa,
  title: 'Sagsbehandler',
  product: 'Borgerboks',
  switchTo: 'English',
  switchLanguage: 'en' as 'da' | 'en',
  dark: 'Mørk',
  signIn: {
    lead: 'Her taler du med borgere, der står ved en boks, og afgør deres sager.',
    notCaseworker: 'Din bruger må ikke tage sager. Log ind som sagsbehandler.',
    out: 'Log ud',
  },
  call: {
    head: 'Videosamtale',
    video: 'Borgeren på video',
    own: 'Dig selv',
    connecting: 'Ringer op …',
    connected: 'Forbundet',
    reconnecting: 'Forbindelsen vakler – forbinder igen …',
    ended: 'Samtalen er slut',
    mute: 'Slå mikrofon fra',
    unmute: 'Slå mikrofon til',
    hide: 'Slå kamera fra',
    show: 'Slå kamera til',
    unheard: 'Afspil lyd',
    apart: {
      move: 'Vis på den anden skærm',
      back: 'Hent billedet tilbage',
      there: 'Borgerens billede er i et vindue for sig.',
      refused: 'Browseren åbnede ikke et vindue. Giv siden lov til pop op-vinduer.',
    },
    level: {
      picture: 'god forbindelse',
      small: 'svag forbindelse, mindre billede',
      voice: 'kun lyd, forbindelsen er for svag til billede',
      text: 'lyd og billede kommer ikke igennem – skriv',
    },
  },
  mirror: { head: 'Borgeren ser', timeout: 'Borgeren bliver spurgt, om de stadig er der.', none: 'Venter på boksen …' },
  talk: {
    head: 'Skriv sammen',
    label: 'Besked til borgeren',
    send: 'Send',
    me: 'Du',
    citizen: 'Borgeren',
    empty: 'Borgeren kan læse det, du skriver, på skærmen.',
    shown: 'vises på skærmen',
  },
  alarm: {
    button: 'Jeg føler mig truet',
    yes: 'Tilkald hjælp nu',
    no: 'Fortryd',
    go: 'Jeg går derhen',
    from: { citizen: 'En borger føler sig truet:', staff: 'En kollega føler sig truet:' },
    locale: 'da-DK',
  },
}

export type Texts = typeof da
