import type { ReceiptTexts } from './texts.ts'

export const da: ReceiptTexts = {
  tag: 'da-DK',
  service: 'Borgerservice',
  title: {
    approved: 'Kvittering for din ansøgning',
    rejected: 'Din ansøgning blev afvist',
    referred: 'Din ansøgning er ikke færdig',
    postponed: 'Din sag er udskudt',
  },
  lead: {
    approved: 'Din ansøgning er godkendt og sendt videre, så passet kan blive fremstillet.',
    rejected: 'En sagsbehandler har set på din ansøgning og kunne ikke godkende den.',
    referred: 'En sagsbehandler har set på din ansøgning. Den skal gøres færdig ved et personligt møde.',
    postponed: 'Vi blev ikke færdige i dag. Kom igen med det, der mangler.',
  },
  errand: {
    'passport-renewal': 'Nyt pas',
    'passport-child': 'Pas til et barn',
  },
  label: {
    caseNumber: 'Sagsnummer',
    errand: 'Ansøgt om',
    at: 'Dato',
    place: 'Passet hentes her',
    fee: 'Gebyr',
    next: 'Det sker der nu',
  },
  fee: {
    paid: (amount) => `${amount}, betalt`,
    due: (amount) => `${amount}, ikke betalt endnu`,
    none: 'Intet gebyr',
  },
  nextStep: {
    'passport-is-made': 'Passet bliver fremstillet. Du får besked, når det er klar.',
    'fetch-in-person': 'Hent passet personligt. Hav sagsnummeret klar.',
    'bring-old-passport': 'Tag dit gamle pas med, når du henter det nye.',
    'decision-by-post': 'Du får afgørelsen skriftligt. Der står, hvorfor du fik nej, og hvordan du kan klage.',
    'apply-again': 'Du kan søge igen, når det, der manglede, er på plads.',
    'we-call-you': 'En medarbejder kontakter dig om, hvad der skal ske.',
    'book-meeting': 'Bestil tid i Borgerservice, så gør vi ansøgningen færdig sammen.',
    'bring-consent': 'Tag samtykke med fra alle, der har forældremyndighed.',
    'police-decide': 'Politiet afgør sagen. De kontakter dig.',
  },
  bring: {
    'old-passport': 'Tag dit gamle pas med.',
    consent: 'Tag samtykke med fra alle, der har forældremyndighed.',
    'birth-certificate': 'Tag din dåbs-, fødsels- eller navneattest med.',
    'photo-id': 'Tag anden legitimation med billede med.',
    'health-card': 'Tag dit sundhedskort med.',
    'police-report': 'Tag politiets kvittering for det bortkomne pas med.',
    'custody-holder': 'Kom sammen med en, der har forældremyndigheden.',
  },
  slip: {
    book: 'Bestil en tid i Borgerservice',
    how: 'Vi kunne ikke nå at hjælpe dig i dag. Bestil en tid på kommunens hjemmeside, eller ring til os. Oplys sagsnummeret, så ved vi, hvad det drejer sig om. Det, du lavede ved boksen, er slettet.',
    from: 'Besked fra din sagsbehandler',
  },
  erased: 'Dit billede, dine fingeraftryk og din underskrift slettes fra boksen, når dit besøg slutter.',
  questions: (municipality, phone) => `Spørgsmål? Ring til ${municipality} på ${phone}, og oplys sagsnummeret.`,
}
