import type { AskOf } from '../../../device/contract/asks.ts'
import type { ErrandPaper } from '../../../device/contract/certificate.ts'

type Pay = AskOf<'pay'>

/** Registers, papers and money, in Danish. */
export const paperAsks = {
  register: {
    looking: 'Vi slår op i registeret',
    wait: 'Det tager et øjeblik.',
    title: {
      'residence-certificate': 'Her er du registreret',
      'temporary-licence': 'Dit kørekort i registeret',
    } satisfies Record<ErrandPaper, string>,
    lead: {
      'residence-certificate': 'Hvad skal der stå på attesten? Den koster det samme.',
      'temporary-licence': 'Er det dit kørekort, der er væk?',
    } satisfies Record<ErrandPaper, string>,
    now: 'Bor her nu',
    earlier: 'Har boet her',
    between: (from: string, to: string) => `${from} til ${to}`,
    since: (from: string) => `siden ${from}`,
    number: 'Kørekortnummer',
    categories: 'Kategorier',
    onlyNow: 'Kun min adresse nu',
    all: 'Også mine tidligere adresser',
    dansk: 'På dansk',
    english: 'På engelsk',
    language: 'Hvilket sprog skal attesten være på?',
    yes: 'Ja, det er mit kørekort',
    no: 'Noget er forkert',
    noTitle: 'Det kan boksen ikke klare alene',
    unknown: 'Vi fandt dig ikke i registeret ud fra dit pas. En medarbejder kan hjælpe dig.',
    protected: 'Din adresse er beskyttet. Derfor skal en medarbejder hjælpe dig.',
    'not-valid': 'Dit kørekort er ikke gyldigt i registeret. En medarbejder kan fortælle dig mere.',
    end: 'Afslut her',
  },
  declaration: {
    title: 'Er begge dele rigtige?',
    points: ['Mit kørekort er væk, stjålet eller gået i stykker.', 'Mit helbred er godt nok til at køre bil.'],
    lead: 'Du skriver under på det om lidt. Det er strafbart at skrive noget forkert.',
    yes: 'Ja, begge dele er rigtige',
    no: 'Nej, jeg vil tale med en medarbejder',
  },
  noPassport: {
    button: 'Passet er væk eller ødelagt',
    title: 'Er passet væk eller ødelagt?',
    lead: 'Så kan det ikke fornyes her ved boksen. Det sker ved skranken i Borgerservice.',
    points: [
      'Passet koster det dobbelte, når det gamle er væk eller ødelagt.',
      'Tag dåbs-, fødsels- eller navneattest med, dit sundhedskort og legitimation med billede.',
      'Har du bare glemt passet derhjemme, så kom igen med det. Så koster det ikke mere.',
    ],
    slip: 'Print en seddel om at bestille tid',
    printed: 'Sedlen printes. Tag den med.',
    end: 'Afslut her',
  },
  pay: {
    title: {
      choose: 'Betal gebyret',
      terminal: 'Betal på terminalen',
      checking: 'Vent lidt',
      paid: 'Tak, du har betalt',
    },
    lead: 'Du betaler kun én gang.',
    parts: {
      document: {
        'passport-renewal': 'Pas',
        'passport-child': 'Pas',
        'residence-certificate': 'Bopælsattest',
        'temporary-licence': 'Kørekort',
      },
      prints: 'Fingeraftryk',
      lost: 'Tillæg, når det gamle er væk',
    },
    pensioner: 'Du betaler den lave pris, fordi du har nået folkepensionsalderen.',
    total: 'I alt',
    card: 'Betal med kort eller telefon',
    otherwise: { invoice: 'Få en regning i stedet', desk: 'Betal i Borgerservice i stedet' } satisfies Record<
      Pay['otherwise'],
      string
    >,
    elsewhere: 'Betaler du i Borgerservice, skal du også hente attesten der.',
    noCard: 'Terminalen kan ikke bruges lige nu. Vi prøver igen af os selv.',
    follow: 'Følg teksten på terminalens skærm. Hold kortet eller telefonen hen til den.',
    stop: 'Fortryd betalingen',
    checking: 'Vi spørger terminalen, om betalingen gik igennem. Gå ikke, og betal ikke igen.',
    declined: {
      refused: 'Betalingen blev afvist. Du har ikke betalt noget. Prøv et andet kort.',
      cancelled: 'Betalingen blev fortrudt. Du har ikke betalt noget.',
      failed: 'Betalingen gik ikke igennem. Du har ikke betalt noget.',
    } satisfies Record<NonNullable<Pay['declined']>, string>,
    unknownTitle: 'Vi ved ikke, om pengene er trukket',
    unknown:
      'Terminalen svarer ikke. Betal ikke igen. Vi finder ud af det, og du får pengene tilbage, hvis de er trukket for meget.',
    goOn: 'Det er i orden, fortsæt',
  },
  paper: {
    title: {
      'residence-certificate': 'Vi laver din bopælsattest',
      'temporary-licence': 'Vi laver dit midlertidige kørekort',
    } satisfies Record<ErrandPaper, string>,
    issuing: 'Kommunen udsteder papiret …',
    printing: 'Papiret bliver printet. Bliv her lidt endnu.',
    waiting: 'Spørg personalet. Papiret kommer af sig selv, når printeren er klar.',
  },
  ending: {
    licence: 'Dit nye kørekort kommer med posten. Brug det midlertidige imens.',
    paper: {
      none: null,
      printed: 'Husk papiret i printeren.',
      uncertain: 'Vi ved ikke, om papiret kom ud. Se efter i printeren, og spørg personalet.',
      failed: 'Papiret kunne ikke printes.',
    } as Record<'none' | 'printed' | 'uncertain' | 'failed', string | null>,
    part: (amount: string) => `${amount} kr. går tilbage til det kort, du betalte med.`,
    back: 'Dine penge går tilbage til det kort, du betalte med.',
    unclear: 'En medarbejder finder ud af, om du skal have penge tilbage. Ring, og sig sagsnummeret.',
    reference: (text: string) => `Betalingens nummer: ${text}`,
    taken: 'Jeg har taget mit papir',
    remind: 'Dit papir ligger stadig i printeren. Tag det, før du går.',
    referred: 'Det kan ikke gøres færdigt her. Gå til Borgerservice, eller ring til kommunen.',
  },
}
export type PaperTexts = typeof paperAsks
