import type { BenchAct, BenchCitizen, BenchSensor, BenchState, TerminalManner } from '../../../device/contract/bench.ts'
import type { DeviceKind, FingerPosition } from '../../../device/contract/nouns.ts'
import type { PortraitMove } from '../../../device/contract/portrait.ts'

type Words<K extends string> = Record<K, string>
type FingerCondition = NonNullable<Extract<BenchAct, { is: 'finger' }>['condition']>

const contract: {
  special: Words<BenchCitizen>
  device: Words<DeviceKind>
  camera: Words<BenchState['cameraCondition']>
  finger: Words<FingerCondition>
  position: Words<FingerPosition>
  printer: Words<BenchState['printer']>
  terminal: Words<TerminalManner>
} = {
  special: {
    good: 'Alt er i orden',
    mismatch: 'Passets billede er en andens',
    badsig: 'Passets underskrift er forkert',
    altered: 'Passets indhold er ændret',
    child: 'Under 12 år: ingen fingeraftryk, kræver samtykke',
  },
  device: {
    card: 'Chiplæser',
    mrz: 'Læser af trykte linjer',
    camera: 'Kamera',
    finger: 'Fingerlæser',
    printer: 'Printer',
    payment: 'Betalingsterminal',
  },
  camera: {
    good: 'Står rigtigt',
    'too-far': 'For langt væk',
    'off-centre': 'For langt til siden',
    low: 'Sidder i kørestol',
    dark: 'For mørkt',
    covered: 'Hånd for kameraet',
    'two-people': 'To personer',
    tilted: 'Hovedet på skrå',
    paper: 'Holder et foto op',
    telephone: 'Holder en telefon op',
    film: 'Holder en telefon med en film op',
    clips: 'Holder en telefon op med den film, der bedes om',
    monitor: 'Stiller en skærm op med den film, der bedes om',
  },
  finger: {
    good: 'Ren og tør',
    dry: 'Meget tør',
    wet: 'Våd',
    partial: 'Kun spidsen',
    smudged: 'Tværet ud',
    fake: 'Efterligning',
    residue: 'Gammelt aftryk, ingen finger',
  },
  position: {
    'right-index': 'Højre pegefinger',
    'left-index': 'Venstre pegefinger',
    'right-thumb': 'Højre tommelfinger',
    'left-thumb': 'Venstre tommelfinger',
    'right-middle': 'Højre langfinger',
    'left-middle': 'Venstre langfinger',
    'right-ring': 'Højre ringfinger',
    'left-ring': 'Venstre ringfinger',
  },
  printer: {
    'paper-low': 'Snart ikke mere papir',
    'supply-low': 'Snart ikke mere toner',
    'supply-out': 'Ikke mere toner',
    ready: 'Klar',
    'paper-out': 'Ikke mere papir',
    jam: 'Papir sidder fast',
    'cover-open': 'Låget er åbent',
  },
  terminal: {
    approve: 'Godkender',
    decline: 'Afviser',
    pin: 'Spørger om PIN',
    wait: 'Ingen viser et kort',
    'lose-answer': 'Trækker pengene, svaret går tabt',
    late: 'Trækker pengene, svarer sent',
    twice: 'Svarer to gange',
    die: 'Trækker pengene og mister strømmen',
    'die-before': 'Mister strømmen, før pengene er trukket',
    'other-amount': 'Trækker et forkert beløb',
  },
}

export const da = {
  ...contract,
  title: 'Prøvebænk',
  product: 'Borgerboks',
  lead: 'Her gør du det, som borgeren gør i rummet. Se på borgerens skærm, hvad der sker.',
  switchTo: 'English',
  switchLanguage: 'en' as 'da' | 'en',
  offline: 'Ingen forbindelse til bænken. Prøver igen …',
  citizens: 'Borgere',
  citizensLead: 'Træk en borger hen til boksen, eller brug knapperne.',
  born: (date: string) => `Født ${date}`,
  source: (source: string, single: boolean) =>
    `Billede: ${source}${single ? '; kamera og chip er lavet af samme billede' : ''}`,
  putDown: 'Læg pas på læseren',
  stand: 'Stil foran kameraet',
  lay: { 'right-index': 'Læg højre pegefinger', 'left-index': 'Læg venstre pegefinger', other: 'Læg en anden finger' },
  withName: (act: string, name: string) => `${act}: ${name}`,
  room: 'Boksen',
  plugged: 'Stik i',
  unplugged: 'Stikket er trukket ud',
  plugOf: (device: string) => `Stik i: ${device}`,
  reader: {
    empty: 'Intet pas på læseren',
    holds: (name: string) => `Pas: ${name}`,
    pull: 'Tag passet væk',
    pullMiddle: 'Riv det ud midt i læsningen',
    damaged: 'Send en ødelagt trykt linje',
    licence: 'Læg et kørekort',
    health: 'Kør et sundhedskort igennem',
    other: 'Et kort, der ikke er et pas',
  },
  stage: {
    empty: 'Ingen foran kameraet',
    how: 'Hvordan står borgeren?',
    leave: 'Gå væk',
    code: 'QR-kode på en telefon',
    holdUp: 'Hold telefonen op',
    putAway: 'Tag telefonen væk',
    move: {
      'turn-left': 'Drej hovedet til venstre',
      'turn-right': 'Drej hovedet til højre',
      'close-eyes': 'Luk øjnene',
    } satisfies Words<PortraitMove>,
    freeze: 'Frys billedet',
    frozen: 'Billedet står stille',
  },
  sensors: {
    sfm: 'Suprema SFM, seriel',
    wsbd: 'WS-BD, passcanner over netværk',
    zfm: 'ZFM, billig: må ikke bruges til pas',
  } as Words<BenchSensor>,
  sensorKind: 'Sensor ved boksen',
  sensorNote: 'Skifter du sensor, starter boksen forfra.',
  sensor: { empty: 'Ingen finger på læseren', how: 'Hvordan er fingeren?', lift: 'Løft fingeren' },
  money: {
    how: 'Hvad gør terminalen ved næste betaling?',
    booked: (n: number, kroner: string) => `${n} betalinger, ${kroner} kr. i alt`,
    display: 'På skærmen:',
  },
  paper: {
    see: 'Se det sidste',
    slips: (n: number) => (n === 1 ? '1 seddel fra bonprinteren' : `${n} sedler fra bonprinteren`),
    how: 'Hvordan er printeren?',
    pages: (n: number) => (n === 1 ? '1 side printet' : `${n} sider printet`),
  },
}

export type Texts = typeof da
