/** Where more than one looks at a case: two caseworkers. */
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
}
