import { inputs } from '../what-if/words.ts'

const da = {
  head: 'Hvad koster det at kræve tidsbestilling, og kan en chancekø spare?',
  place: 'Sted',
  print: 'Udskriv siden',
  working: 'Svaret regnes ud på kommunens egne tal. Det tager et minut eller to, første gang hver dag.',
  tooLittle: (why: string) => `Der er endnu for lidt at regne på. ${why}`,
  gone: 'Centralen svarer ikke. Prøv igen.',
  lead: (place: string) => `Kalundborg stillede spørgsmålet i 2022. Her er svaret, regnet på ${place}s egne tal.`,
  measured: (days: string, open: number, visits: string) => `Målt ${days}: ${open} åbne dage, ${visits} besøg.`,
  runs: (runs: number, days: number) =>
    `Et år (${days} dage) er regnet igennem ${runs} gange med samme borgere. Tal i skarp parentes er 95 %-intervaller.`,
  bookingHead: 'Uden krav om tid:',
  booking: (money: string, dearer: boolean, range: string | null, posts: string, needed: string, now: number | null) =>
    `Skal alle betjenes uden lang ventetid, kræver det ${posts} stillinger uden tidsbestilling mod ${needed} med. Det er ${money} ${dearer ? 'dyrere' : 'billigere'} om året uden tidsbestilling${range ? ` (interval ${range})` : ''}.${now === null ? '' : ` I dag er der ${now} stillinger: resten er ledige, hvad enten der kræves tid eller ej, og er ikke regnet med i forskellen.`}`,
  chanceHead: 'Med chancekø:',
  chance: (gain: string, range: string | null, delayed: string, limit: number) =>
    `Ingen stillinger spares, men ${gain} flere borgere betjenes om dagen for de samme penge${range ? ` (interval ${range})` : ''}. ${delayed} af dem med tid forsinkes mere end ${limit} minutter af den grund.`,
  doubtHead: 'Forbehold:',
  doubt: (money: string) =>
    `Tager man alle de fordele bort, vi har antaget ved tidsbestilling (afklaring før besøget, forberedelse, færre gengangere), er forskellen ${money} om året. Dem bør kommunen måle først.`,
  aYear: 'Om året',
  names: {
    today: 'I dag: tid skal bestilles',
    withoutBooking: 'Uden tid, samme stillinger',
    chanceQueue: 'I dag + chancekø',
    same: 'Uden tid, lige så god service',
  },
  posts: 'Stillinger',
  wait: 'Ventetid i middel, min.',
  atMost: (n: number) => `højst ${n}`,
  served: 'Betjente',
  allServed: 'alle',
  turnedAway: 'Går igen uden at være betjent',
  abandoned: 'Opgiver at vente',
  money: 'Penge (ændring)',
  sensitivity: 'Hvad ville ændre svaret?',
  sensitivityHint:
    'Hver antagelse er flyttet alene til sit laveste (lys) og højeste (mørk) punkt; tallet ved enden er det, den er flyttet til. Den stiplede streg er svaret ovenfor. Når en søjle over den tykke nulstreg, vender konklusionen.',
  tornado: 'Merudgift om året uden tidsbestilling ved samme service, når hver antagelse flyttes alene',
  input: 'Antagelse',
  movedTo: 'flyttet til',
  moneyAgainst: 'kr. om året mod tidsbestilling',
  low: 'lav',
  high: 'høj',
  thousands: 'tusind kr. om året mod tidsbestilling',
  cheaper: '← billigere uden tid',
  dearer: 'dyrere uden tid →',
  words: 'Hele svaret i ord',
  assumptions: 'Hvad det bygger på: målt, offentliggjort, antaget',
  inputs: inputs.da,
}
export type Texts = typeof da
const en: Texts = {
  head: 'What does compulsory booking cost, and can a chance queue save?',
  place: 'Place',
  print: 'Print the page',
  working:
    'The answer is being worked out on the municipality’s own numbers. It takes a minute or two, the first time each day.',
  tooLittle: (why) => `There is too little to work on yet. ${why}`,
  gone: 'The hub does not answer. Try again.',
  lead: (place) => `Kalundborg asked in 2022. This is the answer on the own numbers of ${place}.`,
  measured: (days, open, visits) => `Measured ${days}: ${open} open days, ${visits} visits.`,
  runs: (runs, days) =>
    `A year (${days} days) was worked through ${runs} times with the same citizens. Numbers in brackets are 95 % intervals.`,
  bookingHead: 'Without compulsory booking:',
  booking: (money, dearer, range, posts, needed, now) =>
    `To serve everybody without a long wait takes ${posts} posts without booking against ${needed} with it. That is ${money} ${dearer ? 'more' : 'less'} a year without booking${range ? ` (interval ${range})` : ''}.${now === null ? '' : ` There are ${now} posts today: the rest are idle whether booking is compulsory or not, and are not in the difference.`}`,
  chanceHead: 'With a chance queue:',
  chance: (gain, range, delayed, limit) =>
    `No posts are saved, but ${gain} more citizens are served a day for the same money${range ? ` (interval ${range})` : ''}. ${delayed} of those with a time are delayed by more than ${limit} minutes because of it.`,
  doubtHead: 'A caution:',
  doubt: (money) =>
    `Without all the advantages of booking that we have assumed (settling before the visit, preparation, fewer second visits), the difference is ${money} a year. The municipality should measure those first.`,
  aYear: 'A year',
  names: {
    today: 'Today: booking is compulsory',
    withoutBooking: 'Without booking, same posts',
    chanceQueue: 'Today + chance queue',
    same: 'Without booking, same service',
  },
  posts: 'Posts',
  wait: 'Mean wait, minutes',
  atMost: (n) => `at most ${n}`,
  served: 'Served',
  allServed: 'all',
  turnedAway: 'Leave unserved',
  abandoned: 'Give up waiting',
  money: 'Money (change)',
  sensitivity: 'What would change the answer?',
  sensitivityHint:
    'Each assumption was moved alone to its lowest (light) and highest (dark) point; the number at the end is what it was moved to. The dashed line is the answer above. Where a bar crosses the heavy zero line the conclusion turns.',
  tornado: 'Extra money a year without booking at the same service, with each assumption moved alone',
  input: 'Assumption',
  movedTo: 'moved to',
  moneyAgainst: 'DKK a year against booking',
  low: 'low',
  high: 'high',
  thousands: 'thousand DKK a year against booking',
  cheaper: '← cheaper without booking',
  dearer: 'dearer without booking →',
  words: 'The whole answer in words',
  assumptions: 'What it rests on: measured, published, assumed',
  inputs: inputs.en,
}
export const texts = { da, en }
