import type { FingerPosition } from '../../../device/contract/nouns.ts'
import type { ContractTexts, Words } from './shape.ts'

const finger: Words<FingerPosition> = {
  'right-index': 'højre pegefinger',
  'left-index': 'venstre pegefinger',
  'right-thumb': 'højre tommelfinger',
  'left-thumb': 'venstre tommelfinger',
  'right-middle': 'højre langfinger',
  'left-middle': 'venstre langfinger',
  'right-ring': 'højre ringfinger',
  'left-ring': 'venstre ringfinger',
}

const moves = {
  'turn-left': 'Drej hovedet til venstre',
  'turn-right': 'Drej hovedet til højre',
  'close-eyes': 'Luk øjnene et øjeblik',
}

/** What the citizen's screen shows now, in words. */
export const mirrorDa: Pick<ContractTexts, 'ask' | 'guidance' | 'advice' | 'finger' | 'fault' | 'step'> = {
  step: {
    errand: 'Ærinde',
    privacy: 'Om data',
    document: 'Pas',
    holder: 'Hvem',
    portrait: 'Billede',
    'right-index': 'Højre finger',
    'left-index': 'Venstre finger',
    signature: 'Underskrift',
    contact: 'Kontakt',
    review: 'Gennemsyn',
    register: 'Register',
    declaration: 'Erklæring',
    pay: 'Betaling',
    paper: 'Papir',
    decision: 'Afgørelse',
    delivery: 'Aflevering',
    receipt: 'Kvittering',
  },
  ask: {
    welcome: ({ outOfService }) => (outOfService ? 'Boksen er ude af drift' : 'Velkommen'),
    errand: () => 'Hvad vil du?',
    privacy: () => 'Det sker der med dine oplysninger',
    document: ({ state, progress }) =>
      ({
        waiting: 'Læg dit pas på læseren',
        mrz: 'De trykte linjer læses',
        chip: `Chippen læses – ${Math.round(progress * 100)} %. Lad passet ligge`,
        checking: 'Passet kontrolleres',
      })[state],
    holder: () => 'Er det dig?',
    portrait: ({ guidance }) => `Billedet tages: ${mirrorDa.guidance[guidance]}`,
    'portrait-keep': ({ pictures }) =>
      pictures.length > 1 ? 'Hvilket billede vil du bruge?' : 'Vil du beholde dette billede?',
    'portrait-move': ({ move, done, total }) =>
      `${move ? moves[move] : 'Se lige frem igen'} (${done} af ${total} er gjort)`,
    finger: ({ position, attempt, attempts, state, advice }) => {
      const which = finger[position]
      if (state === 'good') return `Aftrykket af ${which} er taget`
      const tip = advice ? ` ${mirrorDa.advice[advice]}.` : ''
      return state === 'poor'
        ? `Aftrykket af ${which} blev ikke tydeligt.${tip}`
        : `Læg ${which} på læseren (forsøg ${attempt} af ${attempts}).${tip}`
    },
    'finger-exempt': () => 'Ingen fingeraftryk: under aldersgrænsen',
    signature: ({ tooLittle }) => (tooLittle ? 'Skriv hele dit navn' : 'Skriv dit navn med fingeren'),
    contact: () => 'Telefonnummer og hvor passet hentes',
    review: () => 'Se det hele igennem',
    register: ({ state }) => (state === 'looking' ? 'Vi slår op i registeret' : 'Det står der i registeret'),
    declaration: () => 'Erklæring om det mistede kørekort',
    pay: ({ state }) =>
      ({
        choose: 'Betal gebyret',
        terminal: 'Betaler på terminalen',
        checking: 'Terminalen spørges, om betalingen gik igennem',
        paid: 'Betalt',
        unknown: 'Uvist, om pengene er trukket',
      })[state],
    paper: ({ state }) => (state === 'issuing' ? 'Papiret udstedes' : 'Papiret printes'),
    waiting: ({ ahead }) => (ahead === null ? 'Vent på en sagsbehandler' : `Vent – ${ahead} foran dig`),
    'with-caseworker': () => 'Du taler med sagsbehandleren',
    finishing: ({ delivery, receipt }) =>
      receipt === 'printing'
        ? 'Din kvittering printes'
        : {
            none: '',
            sending: 'Ansøgningen sendes',
            delivered: 'Ansøgningen er sendt',
            later: 'Ansøgningen er gemt og sendes senere',
          }[delivery],
    appointment: () => 'Tidsbestilling',
    'take-document': () => 'Husk dit pas',
    farewell: ({ outcome }) =>
      ({
        done: 'Papiret er printet',
        approved: 'Ansøgningen er godkendt. Tak for besøget',
        rejected: 'Ansøgningen er afvist, og hvorfor',
        postponed: 'Sagen er udskudt',
        referred: 'Sagen skal behandles et andet sted',
        cancelled: 'Besøget er afbrudt',
        'timed-out': 'Besøget sluttede, fordi ingen svarede',
        faulted: 'Besøget sluttede på grund af en fejl',
      })[outcome],
  },
  guidance: {
    'no-face': 'intet ansigt at se',
    'several-faces': 'flere ansigter i billedet',
    closer: 'kom tættere på',
    further: 'gå længere væk',
    left: 'lidt til venstre',
    right: 'lidt til højre',
    up: 'lidt op',
    down: 'lidt ned',
    'straighten-head': 'hold hovedet lige',
    'look-at-camera': 'se i kameraet',
    'open-eyes': 'åbn øjnene',
    'close-mouth': 'luk munden',
    'more-light': 'for lidt lys',
    'uneven-light': 'lyset er ujævnt',
    covered: 'kameraet er dækket til',
    'camera-moves': 'kameraet flytter sig',
    'camera-blocked': 'kameraet er standset: noget er i vejen',
    hold: 'godt – stå stille',
  },
  finger,
  advice: {
    'press-harder': 'Tryk lidt hårdere',
    'press-softer': 'Tryk lidt blødere',
    moisten: 'Fugt fingeren let',
    dry: 'Tør fingeren',
    centre: 'Læg fingeren midt på',
    flat: 'Læg fingeren fladt',
    'no-finger': 'Ingen finger på læseren',
    lift: 'Løft fingeren, og læg den næste på',
    'clean-glass': 'Et gammelt aftryk på glasset',
    'other-finger': 'Den anden hånds finger igen',
    left: 'Flyt til venstre',
    right: 'Flyt til højre',
    up: 'Skub frem',
    down: 'Træk tilbage',
    'bare-finger': 'Læseren tvivler på, at det er en levende finger',
  },
  fault: {
    'card.removed': 'Passet blev løftet, mens det blev læst. Borgeren kan lægge det igen.',
    'card.mute': 'Chippen svarer ikke. Bed borgeren lægge passet igen.',
    'card.reader-gone': 'Chiplæseren svarer ikke. Teknikeren er nødvendig.',
    'chip.access-denied': 'Chippen afviste de trykte linjer. Bed borgeren lægge passet igen.',
    'chip.protocol': 'Chippen svarede forkert. Prøv igen, eller se passet på video.',
    'chip.other-document': 'Kortet er hverken pas eller ID-kort.',
    'chip.malformed': 'En fil på chippen er ødelagt. Identiteten må vises på en anden måde.',
    'document.driving-licence':
      'Borgeren lagde et kørekort. Det er ikke nok her: bed om pas, eller brug en anden vej til identiteten.',
    'document.health-card':
      'Borgeren brugte et sundhedskort. Det er ikke nok her: bed om pas, eller brug en anden vej til identiteten.',
    'trust.refused': 'Listen over betroede lande blev afvist.',
    'mrz.unreadable': 'De trykte linjer kan ikke læses. Bed borgeren lægge passet igen.',
    'mrz.reader-gone': 'Læseren af de trykte linjer svarer ikke. Teknikeren er nødvendig.',
    'camera.gone': 'Kameraet svarer ikke. Teknikeren er nødvendig.',
    'camera.frozen': 'Kameraets billede står stille. Teknikeren er nødvendig.',
    'camera.in-use': 'Kameraet bruges af et andet program. Teknikeren er nødvendig.',
    'gpio.gone': 'Lamper eller løftesøjle svarer ikke. Teknikeren er nødvendig.',
    'face.engine': 'Ansigtsmålingen kører ikke. Teknikeren er nødvendig.',
    'finger.gone': 'Fingerlæseren svarer ikke. Teknikeren er nødvendig.',
    'finger.protocol': 'Fingerlæseren svarede forkert. Prøv igen.',
    'finger.timeout': 'Ingen finger blev lagt på i tide. Borgeren kan prøve igen.',
    'printer.gone': 'Printeren svarer ikke. Teknikeren er nødvendig.',
    'printer.paper-out': 'Printeren mangler papir.',
    'printer.jam': 'Papiret sidder fast i printeren.',
    'printer.cover': 'Printerens låg er åbent.',
    'printer.wrong-paper': 'Der ligger forkert papir i printeren.',
    'printer.output-full': 'Printerens bakke er fuld.',
    'printer.supply-out': 'Printeren mangler toner.',
    'printer.stopped': 'Printeren er stoppet eller mangler toner.',
    'printer.refused': 'Printeren afviste dokumentet.',
    'printer.uncertain': 'Vi ved ikke, om siden kom ud. Bed borgeren se efter i bakken.',
    'payment.gone': 'Betalingsterminalen svarer ikke',
    'payment.refused': 'Betalingsterminalen kan ikke bruges',
    'payment.unclear': 'Uvist, om pengene er trukket. Skal afklares af en medarbejder',
    'register.gone': 'Registeret svarer ikke',
    'hub.gone': 'Boksen har ikke forbindelse til serveren.',
    'hub.refused': 'Serveren afviste boksen.',
    'authority.gone': 'Myndigheden svarer ikke. Ansøgningen er gemt og sendes senere.',
    'authority.refused': 'Myndigheden afviste ansøgningen.',
    'decision.stale': 'Noget er taget om, siden du så det. Se sagen igennem igen.',
    'decision.blocked': 'En regel forbyder godkendelse af denne sag.',
    'message.malformed': 'Boks og server er måske af forskellig version.',
    'config.invalid': 'Boksen er sat forkert op.',
    'port.busy': 'Et andet program er i vejen på boksen.',
  },
}
