import type { Interval } from './estimate.ts'
import type { Answer, Row } from './kalundborg.ts'
import type { ScenarioName } from './kalundborg-scenarios.ts'

export type Language = 'da' | 'en'

const locale = { da: 'da-DK', en: 'en-GB' }
const names: Record<Language, Record<ScenarioName, string>> = {
  da: {
    today: 'I dag: tid skal bestilles',
    withoutBooking: 'Uden tidsbestilling',
    chanceQueue: 'Med chancekø',
    twoPostsFewer: 'To stillinger færre',
    twoBoxesMore: 'To bokse mere',
  },
  en: {
    today: 'Today: booking is compulsory',
    withoutBooking: 'Without booking',
    chanceQueue: 'With a chance queue',
    twoPostsFewer: 'Two posts fewer',
    twoBoxesMore: 'Two boxes more',
  },
}

function wordsOf(language: Language) {
  const number = (x: number, digits = 0) =>
    x.toLocaleString(locale[language], { minimumFractionDigits: digits, maximumFractionDigits: digits })
  /** Money to the nearest 10,000: more digits would claim more than is known. */
  const money = (x: number) => number(Math.round(x / 10_000) * 10_000)
  const hundreds = (x: number) => number(Math.round(x / 100) * 100)
  const tens = (x: number) => number(Math.round(x / 10) * 10)
  return { number, money, hundreds, tens }
}

/** The answer in sentences that a council member understands. */
export function summary(answer: Answer, language: Language): string[] {
  const { number, money, hundreds, tens } = wordsOf(language)
  const row = (name: ScenarioName) => answer.rows.find((one) => one.name === name)!
  const [now, open, chance, fewer, boxes] = (
    ['today', 'withoutBooking', 'chanceQueue', 'twoPostsFewer', 'twoBoxesMore'] as const
  ).map(row) as [Row, Row, Row, Row, Row]
  const { sameService: same, sceptic } = answer
  const range = (ci: Interval | null, say: (x: number) => string) => (ci ? `${say(ci[0])}–${say(ci[1])}` : '')
  const assumption = (name: string) => answer.assumptions.find((one) => one.name === name)!.value
  const served = chance.result.standby!
  const gain = chance.against!['served']!
  const cost = Math.abs(same.moneyPerYear)
  const dearer = same.moneyPerYear > 0
  const costRange =
    same.moneyCi95 &&
    ([Math.min(...same.moneyCi95.map(Math.abs)), Math.max(...same.moneyCi95.map(Math.abs))] as Interval)
  const flips = [
    ...new Set(answer.sensitivity.filter(({ moneyPerYear }) => moneyPerYear > 0 !== dearer).map(({ input }) => input)),
  ]
  const steady = answer.sensitivity.length > 0 && flips.length === 0
  const bare = `${sceptic.moneyPerYear < 0 ? '−' : ''}${money(Math.abs(sceptic.moneyPerYear))}`
  const leans = Math.abs(sceptic.moneyPerYear) < Math.abs(same.moneyPerYear) / 4
  // Posts that neither way needs must not be counted as a gain of one of them.
  const spare = now.posts - same.bookingPosts
  const idleDa = spare > 0.5 ? ` (i dag er der ${now.posts}; de øvrige er ledige i begge tilfælde)` : ''
  const idleEn = spare > 0.5 ? ` (there are ${now.posts} today; the others are idle either way)` : ''
  if (language === 'da')
    return [
      `I dag betjener ${now.posts} medarbejdere ca. ${hundreds(now.result.served)} borgere om året. Den, der har bestilt tid, venter i gennemsnit ${number(now.result.wait.booked.mean ?? 0, 1)} minut; ca. ${hundreds(now.result.turnedAway)} kommer uden tid og må gå igen.`,
      `Afskaffes tidsbestillingen, og skal alle betjenes med i gennemsnit højst ${number(assumption('goodWait'))} minutters ventetid, kræver det ${number(same.posts, 1)} stillinger mod ${number(same.bookingPosts, 1)} med tidsbestilling${idleDa}. Det er ${money(cost)} kr. ${dearer ? 'dyrere' : 'billigere'} om året${costRange ? ` (beregnet til ${range(costRange, money)} kr.)` : ''}.`,
      `Med de samme ${open.posts} stillinger ville ca. ${hundreds(open.result.abandoned)} borgere om året opgive at vente; de øvrige venter ${number(open.result.wait.walkIn.mean ?? 0)} minutter i gennemsnit, og hver tiende over ${number(open.result.wait.walkIn.p90 ?? 0)} minutter.`,
      `En chancekø sparer ingen stillinger, men giver mere for de samme penge: ${number(gain.difference / answer.size.days, 1)} flere betjente om dagen (${tens(gain.difference)} om året${gain.ci95 ? `, mellem ${tens(gain.ci95[0])} og ${tens(gain.ci95[1])}` : ''}). ${number((served.delayedShare ?? 0) * 100, 1)} % af dem med tid må af den grund vente mere end ${number(served.limitMinutes)} minutter længere.`,
      `To stillinger færre sparer ${money(Math.abs(fewer.against!['costPerYear']!.difference))} kr. om året, men ${hundreds(fewer.result.noTime)} ønsker om en tid kan ikke opfyldes, og ventetiden på en tid når ${number(fewer.result.leadDays ?? 0)} åbningsdage. To bokse mere koster ${money(boxes.against!['costPerYear']!.difference)} kr. om året og frigør ${number(Math.round(boxes.against!['idleHours']!.difference))} medarbejdertimer.`,
      [
        'Tallene bygger på antagelser, som står nedenfor; intervallerne dækker kun tilfældigheder, ikke antagelserne.',
        ...(flips.length ? [`Konklusionen vender, hvis én af disse ændres: ${flips.join(', ')}.`] : []),
        ...(steady ? ['Ingen enkelt antagelse vender konklusionen inden for sine grænser.'] : []),
        `Uden alle de fordele, vi har antaget ved tidsbestilling (afklaring på forhånd, forberedelse, færre gengangere), er forskellen ${bare} kr. om året.`,
        ...(leans ? ['Næsten hele forskellen kommer altså fra de antagne fordele: dem bør kommunen måle først.'] : []),
      ].join(' '),
    ]
  return [
    `Today ${now.posts} caseworkers serve about ${hundreds(now.result.served)} citizens a year. One with a time waits ${number(now.result.wait.booked.mean ?? 0, 1)} minutes on average; about ${hundreds(now.result.turnedAway)} come without a time and have to leave.`,
    `Without booking, if all are to be served with a mean wait of at most ${number(assumption('goodWait'))} minutes, it takes ${number(same.posts, 1)} posts against ${number(same.bookingPosts, 1)} with booking${idleEn}. That is ${money(cost)} DKK a year ${dearer ? 'more' : 'less'}${costRange ? ` (simulated ${range(costRange, money)} DKK)` : ''}.`,
    `With the same ${open.posts} posts about ${hundreds(open.result.abandoned)} citizens a year would give up waiting; the others wait ${number(open.result.wait.walkIn.mean ?? 0)} minutes on average, and one in ten more than ${number(open.result.wait.walkIn.p90 ?? 0)} minutes.`,
    `A chance queue saves no posts but gives more for the same money: ${number(gain.difference / answer.size.days, 1)} more served a day (${tens(gain.difference)} a year${gain.ci95 ? `, between ${tens(gain.ci95[0])} and ${tens(gain.ci95[1])}` : ''}). ${number((served.delayedShare ?? 0) * 100, 1)} % of those with a time wait more than ${number(served.limitMinutes)} minutes longer because of it.`,
    `Two posts fewer save ${money(Math.abs(fewer.against!['costPerYear']!.difference))} DKK a year, but ${hundreds(fewer.result.noTime)} requests find no time, and the wait for a time reaches ${number(fewer.result.leadDays ?? 0)} open days. Two boxes more cost ${money(boxes.against!['costPerYear']!.difference)} DKK a year and free ${number(Math.round(boxes.against!['idleHours']!.difference))} caseworker hours.`,
    [
      'The figures rest on the assumptions below; the intervals cover chance only, not the assumptions.',
      ...(flips.length ? [`The conclusion turns if one of these changes: ${flips.join(', ')}.`] : []),
      ...(steady ? ['No single assumption turns the conclusion within its range.'] : []),
      `Without every advantage of booking that we assumed (settled before, prepared, fewer second visits) the difference is ${bare} DKK a year.`,
      ...(leans ? ['So nearly all of the difference comes from the assumed advantages: measure those first.'] : []),
    ].join(' '),
  ]
}

/** The comparison as lines of a table; counts and hours a year. */
export function table(answer: Answer, language: Language): string[] {
  const { number } = wordsOf(language)
  const head =
    language === 'da'
      ? [
          '',
          'stillinger',
          'ventetid min.',
          'betjent',
          'gået igen',
          'opgivet',
          'ingen tid',
          'udnyttet',
          'mio. kr./år',
          'mod i dag, kr.',
        ]
      : [
          '',
          'posts',
          'wait min',
          'served',
          'turned away',
          'gave up',
          'no time',
          'busy',
          'm DKK a year',
          'against today, DKK',
        ]
  const rows = answer.rows.map(({ name, posts, result, against }) => {
    const main = result.wait.booked.mean === null ? result.wait.walkIn : result.wait.booked
    const ci = main.ci95 ? ` [${number(main.ci95[0], 1)}–${number(main.ci95[1], 1)}]` : ''
    const money = against?.['costPerYear']
    return [
      names[language][name],
      String(posts),
      `${number(main.mean ?? 0, 1)}${ci}`,
      number(result.served),
      number(result.turnedAway),
      number(result.abandoned),
      number(result.noTime),
      `${number(result.utilisation * 100)} %`,
      number(result.costPerYear / 1e6, 2),
      money ? `${money.difference >= 0 ? '+' : '−'}${number(Math.abs(money.difference))}` : '',
    ]
  })
  const width = head.map((_, i) => Math.max(...[head, ...rows].map((cells) => cells[i]!.length)))
  return [head, ...rows].map((cells) =>
    cells.map((cell, i) => (i ? cell.padStart(width[i]!) : cell.padEnd(width[i]!))).join('  '),
  )
}
