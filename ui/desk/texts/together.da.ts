import type { GuestKind } from '../../../device/contract/nouns.ts'

/** Where more than two are at a case: another caseworker, or somebody in the call. */
export const togetherDa = {
  second: {
    head: 'To skal godkende',
    always: 'Denne sag skal godkendes af to medarbejdere. Køen finder den anden; du kan ikke vælge, hvem det bliver.',
    first: (name: string, at: string) =>
      `${name} har godkendt kl. ${at}. Gennemgå selv det hele, og tag din egen beslutning.`,
    recorded: 'Registreret ved første godkendelse',
    witness: 'Vidne',
    records: {
      'custody-consent': 'Samtykke fra forældremyndighedsindehavere',
      'identity-by-other-proof': 'Identitet bevist på anden måde',
      'identity-by-witness': 'Identitet ved vidne',
      'prints-one-hand': 'Aftryk af én hånd',
      'prints-provisional': 'Provisorisk pas uden aftryk',
      'prints-exempt': 'Fritaget for aftryk',
      'cannot-sign': 'Kan ikke skrive under',
      'hand-seen': 'Hånden er set',
      'portrait-checked': 'Billedet er set efter',
    },
    approveFirst:
      'Du underskriver over netop det, du ser nu. Sagen går så videre til en anden medarbejder, som køen vælger. Begge underskrifter følger ansøgningen.',
    approveSecond:
      'Du er den anden, der godkender. Begge underskrifter lægges i ansøgningen, som sendes til myndigheden.',
    over: 'Din godkendelse er gemt',
    overText: 'En anden medarbejder skal også godkende. Borgeren står forrest i køen; du skal ikke gøre mere.',
  },
  guest: {
    short: 'Tag en tredje med',
    head: 'En tredje i samtalen',
    lead: 'Borgeren skal først sige ja på sin egen skærm. Gæsten kommer ind med et link, der virker én gang, og ser hverken sagen eller skærmen.',
    kind: 'Hvem',
    kinds: {
      'interpreter-voice': 'Tolk (kun lyd)',
      'interpreter-sign': 'Tegnsprogstolk',
      supervisor: 'Leder eller oplærer',
      relative: 'Pårørende',
    } satisfies Record<GuestKind, string>,
    ask: 'Spørg borgeren',
    consent: { asked: 'venter på borgerens svar', yes: 'borgeren har sagt ja', no: 'borgeren har sagt nej' },
    link: 'Lav et link',
    takeBack: 'Fortryd',
    code: 'QR-kode med linket',
    send: (kind: string) => `Link til ${kind.toLowerCase()}. Virker én gang, i 15 minutter`,
    copy: 'Kopiér',
    copied: 'Kopieret',
    connecting: 'forbinder …',
    out: 'Luk ud',
  },
}
