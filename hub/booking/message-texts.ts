import type { BookingKind } from '../../device/contract/booking.ts'
import type { BookingErrand } from './schedule.ts'

type Facts = {
  place: { name: string; address: string }
  starts: Date
  code: string
  kind: BookingKind
  errands: BookingErrand[]
  link: string
  until: Date | null
}
type Message = { subject: string; body: string; short: string }
type Whys = 'booked' | 'moved' | 'cancelled' | 'closed' | 'reminder' | 'offer' | 'offer-taken' | 'survey'
type Texts = Record<Whys, (facts: Facts) => Message>

const when = (locale: string, at: Date) =>
  new Intl.DateTimeFormat(locale, { timeZone: 'Europe/Copenhagen', dateStyle: 'full', timeStyle: 'short' }).format(at)
const time = (locale: string, at: Date) =>
  new Intl.DateTimeFormat(locale, { timeZone: 'Europe/Copenhagen', timeStyle: 'short' }).format(at)

const list = (words: string[]) => words.map((one) => `- ${one}`).join('\n')

function texts(language: 'da' | 'en'): Texts {
  const da = language === 'da'
  const locale = da ? 'da-DK' : 'en-GB'
  const where = ({ kind, place }: Facts) =>
    kind === 'phone'
      ? da
        ? 'Vi ringer til dig.'
        : 'We call you.'
      : `${da ? 'Sted' : 'Place'}: ${place.name}, ${place.address}`
  const full = (head: string, facts: Facts) => {
    const bring = facts.errands.flatMap((errand) => errand.documents.map((one) => one[language]))
    return [
      head,
      '',
      `${da ? 'Tid' : 'Time'}: ${when(locale, facts.starts)}`,
      where(facts),
      `${da ? 'Kode' : 'Code'}: ${facts.code}`,
      ...(bring.length > 0 && facts.kind !== 'phone'
        ? ['', da ? 'Tag med:' : 'Bring:', list([...new Set(bring)])]
        : []),
      '',
      `${da ? 'Flyt eller aflys' : 'Move or cancel'}: ${facts.link}`,
    ].join('\n')
  }
  const brief = (head: string, facts: Facts) =>
    `${head} ${when(locale, facts.starts)}, ${facts.kind === 'phone' ? where(facts) : `${facts.place.name}.`} ${da ? 'Kode' : 'Code'} ${facts.code}. ${facts.link}`
  const plain = (subject: string, body: string): Message => ({ subject, body, short: body })
  return {
    booked: (facts) => ({
      subject: da ? 'Din tid er bestilt' : 'Your appointment is booked',
      body: full(da ? 'Din tid er bestilt.' : 'Your appointment is booked.', facts),
      short: brief(da ? 'Din tid:' : 'Your time:', facts),
    }),
    moved: (facts) => ({
      subject: da ? 'Din tid er flyttet' : 'Your appointment has been moved',
      body: full(da ? 'Din tid er flyttet.' : 'Your appointment has been moved.', facts),
      short: brief(da ? 'Din nye tid:' : 'Your new time:', facts),
    }),
    reminder: (facts) => ({
      subject: da ? 'Husk din tid' : 'Your appointment is soon',
      body: full(
        da
          ? 'Husk din tid. Kan du ikke komme, så aflys den, så en anden kan få den.'
          : 'Remember your appointment. If you cannot come, please cancel it, so that somebody else can have it.',
        facts,
      ),
      short: brief(da ? 'Husk din tid:' : 'Remember your time:', facts),
    }),
    cancelled: (facts) =>
      plain(
        da ? 'Din tid er aflyst' : 'Your appointment is cancelled',
        da
          ? `Din tid ${when(locale, facts.starts)} er aflyst.`
          : `Your time on ${when(locale, facts.starts)} is cancelled.`,
      ),
    closed: (facts) =>
      plain(
        da ? 'Vi må aflyse din tid' : 'We have to cancel your appointment',
        da
          ? `${facts.place.name} holder lukket, så vi må aflyse din tid ${when(locale, facts.starts)}. Vælg en ny tid, når det passer dig. Vi beklager.`
          : `${facts.place.name} is closed, so we have to cancel your time on ${when(locale, facts.starts)}. Please choose a new time. We are sorry.`,
      ),
    offer: (facts) =>
      plain(
        da ? 'Der er en tidligere tid til dig' : 'There is an earlier time for you',
        da
          ? `Der er en ledig tid ${when(locale, facts.starts)}, ${facts.place.name}. Den er din, hvis du tager den inden kl. ${time(locale, facts.until ?? facts.starts)}: ${facts.link}`
          : `There is a free time on ${when(locale, facts.starts)}, ${facts.place.name}. It is yours if you take it before ${time(locale, facts.until ?? facts.starts)}: ${facts.link}`,
      ),
    survey: (facts) =>
      plain(
        da ? 'Hvordan gik det?' : 'How did it go?',
        da
          ? `Tak for dit besøg. Vil du svare på to spørgsmål om, hvordan det gik? Det er uden navn, og du behøver ikke: ${facts.link}`
          : `Thank you for your visit. Would you answer two questions about how it went? It is without a name, and you need not: ${facts.link}`,
      ),
    'offer-taken': (facts) => ({
      subject: da ? 'Du har fået en tidligere tid' : 'You have an earlier time',
      body: full(da ? 'Du har fået en tidligere tid.' : 'You have an earlier time.', facts),
      short: brief(da ? 'Din nye tid:' : 'Your new time:', facts),
    }),
  }
}

export const messageTexts = { da: texts('da'), en: texts('en') }
