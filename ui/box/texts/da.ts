import type { FaultCode } from '../../../device/contract/faults.ts'
import { asks } from './da-asks.ts'

const ours = 'Der er en fejl hos os. Det er ikke din skyld. Tal med en medarbejder, så finder vi en løsning.'
const comesBack = 'Vi prøver igen af os selv. Vent et øjeblik, eller tal med en medarbejder.'

/**
 * Everything the citizen reads, in Danish. This object is the type of all other languages, and its records are keyed by
 * the contract's unions: a word of the contract without a text does not compile.
 */
export const da = {
  place: 'Borgerservice',
  dansk: 'Dansk',
  english: 'English',
  chooseLanguage: 'Sprog',
  biggerText: 'Større tekst',
  normalText: 'Normal tekst',
  readAloud: 'Læs højt',
  back: 'Tilbage',
  cancel: 'Afbryd',
  person: 'Tal med en medarbejder',
  navigation: 'Hjælp og navigation',
  retry: 'Prøv igen',
  next: 'Næste',
  yes: 'Ja',
  no: 'Nej',
  step: (n: number, of: number) => `Trin ${n} af ${of}`,

  gone: { title: 'Et øjeblik …', body: 'Skærmen er snart klar igen. Du skal ikke gøre noget.' },
  stop: {
    title: 'Vil du afbryde?',
    body: 'Så sletter vi alt, hvad du har lavet her i dag. Du kan altid begynde forfra.',
    yes: 'Ja, afbryd og slet',
    no: 'Nej, fortsæt',
  },
  timeout: {
    title: 'Er du her stadig?',
    body: 'Ellers slutter vi og sletter det, du har lavet. Så kan ingen andre se det.',
    seconds: (n: number) => (n === 1 ? '1 sekund tilbage' : `${n} sekunder tilbage`),
    stay: 'Ja, jeg er her stadig',
  },
  help: {
    waiting: 'Vi har kaldt på en medarbejder. Du kan fortsætte imens.',
    here: 'Medarbejderen er med dig nu.',
  },

  ...asks,
  call: {
    panel: 'Samtale med en medarbejder',
    video: (name: string) => `Video af ${name}`,
    own: 'Sådan ser medarbejderen dig',
    state: {
      connecting: 'Vi ringer op …',
      connected: 'I er forbundet',
      reconnecting: 'Forbindelsen er svag. Vi prøver igen …',
      ended: 'Samtalen er slut',
    },
    mute: 'Sluk min lyd',
    unmute: 'Tænd min lyd',
    cameraOff: 'Sluk kamera',
    cameraOn: 'Tænd kamera',
    noMicrophone: 'Vi kan ikke høre dig: mikrofonen virker ikke. Skriv til medarbejderen.',
    write: 'Skriv til medarbejderen',
    writeShort: 'Skriv',
    send: 'Send',
    close: 'Luk',
    says: 'Medarbejderen skriver',
    keyboard: 'Tastatur på skærmen',
    space: 'Mellemrum',
    erase: 'Slet',
    phrases: ['Ja', 'Nej', 'Jeg kan ikke høre dig', 'Vent et øjeblik'],
  },

  fault: {
    'card.removed': 'Passet blev løftet for tidligt. Læg det på læseren igen, og lad det ligge.',
    'card.mute': 'Vi kan ikke få kontakt med chippen i passet. Tag passet op, og læg det helt fladt ned igen.',
    'card.reader-gone': `Paslæseren svarer ikke. ${comesBack}`,
    'chip.access-denied': 'Vi kunne ikke åbne chippen i passet. Tag passet op, og læg det ned igen.',
    'chip.protocol': 'Vi kunne ikke læse chippen i passet. Tag passet op, og læg det ned igen.',
    'chip.other-document': 'Kortet er hverken pas eller ID-kort. Læg dit pas på læseren.',
    'chip.malformed': 'Vi kan ikke læse chippen i dette pas. Tal med en medarbejder.',
    'trust.refused': 'Vi kan ikke kontrollere pas lige nu. Tal med en medarbejder.',
    'mrz.unreadable': 'Vi kunne ikke læse passet. Åbn det på siden med dit billede, og læg det helt fladt ned.',
    'mrz.reader-gone': `Paslæseren svarer ikke. ${comesBack}`,
    'camera.gone': `Kameraet svarer ikke. ${comesBack}`,
    'camera.frozen': `Billedet fra kameraet står stille. ${comesBack}`,
    'face.engine': ours,
    'finger.gone': `Fingerlæseren svarer ikke. ${comesBack}`,
    'finger.protocol': 'Fingerlæseren drillede. Prøv igen.',
    'finger.timeout': 'Vi mærkede ingen finger. Tryk på "Prøv igen", når du er klar.',
    'printer.gone': 'Printeren svarer ikke. Din ansøgning er ikke ramt af det.',
    'printer.paper-out': 'Printeren mangler papir. Din ansøgning er ikke ramt af det.',
    'printer.jam': 'Papiret sidder fast i printeren. Din ansøgning er ikke ramt af det.',
    'printer.cover': 'Printerens låge er åben. Din ansøgning er ikke ramt af det.',
    'printer.stopped': 'Kvitteringen kan ikke printes lige nu. Din ansøgning er ikke ramt af det.',
    'printer.refused': 'Kvitteringen kunne ikke printes. Din ansøgning er ikke ramt af det.',
    'printer.uncertain': 'Vi ved ikke, om kvitteringen kom ud. Se efter i printeren.',
    'hub.gone': 'Vi har ikke forbindelse til kommunen lige nu. Vi prøver hele tiden igen.',
    'hub.refused': ours,
    'authority.gone': 'Ansøgningen kan ikke sendes lige nu. Den er låst og sikker og bliver sendt senere.',
    'authority.refused': ours,
    'decision.stale': 'Noget blev lavet om. Medarbejderen ser på det igen.',
    'decision.blocked': 'Medarbejderen må ikke godkende denne ansøgning her.',
    'message.malformed': ours,
    'config.invalid': ours,
    'port.busy': ours,
  } satisfies Record<FaultCode, string>,
}

export type Texts = typeof da
