import { useEffect, useState } from 'preact/hooks'
import type { Appointment, BookableErrand, BookablePlace, CheckIn } from '../../device/contract/booking.ts'
import * as hub from './hub.ts'
import { Back, Checklist, Flag, Head, Offline } from './parts.tsx'
import { TimeStep } from './time.tsx'
import { capital, dayOf, say, timeIn, useWords, whenIn } from './words.ts'

/** Offers and calls are looked for this often (ms). */
const LOOK_MS = 15_000

type Shown = { appointment: Appointment; errands: BookableErrand[]; places: BookablePlace[] }
type Note = { kind: 'good' | 'bad' | 'warn'; text: string }

/** The appointment behind a secret link: see, move, cancel, ask for an earlier one, say that one is there. */
export function ManagePage({ token }: { token: string }) {
  const t = useWords()
  const [shown, setShown] = useState<Shown | 'missing' | 'gone' | null>(null)
  const [moving, setMoving] = useState(false)
  const [asking, setAsking] = useState(false)
  const [note, setNote] = useState<Note | null>(null)
  const [place, setPlace] = useState<string | null>(null)

  const load = async () => {
    try {
      const [appointment, errands, places] = await Promise.all([hub.appointment(token), hub.errands(), hub.places()])
      setShown({ appointment, errands, places })
    } catch (error) {
      setShown(hub.isRefused(error, 404) ? 'missing' : 'gone')
    }
  }
  useEffect(() => {
    void load()
    const timer = setInterval(() => void hub.appointment(token).then(renew, () => undefined), LOOK_MS)
    const renew = (appointment: Appointment) =>
      setShown((before) => (before && typeof before === 'object' ? { ...before, appointment } : before))
    return () => clearInterval(timer)
  }, [token])
  /** Does one thing, says how it went and shows what is true now. */
  const act = async (work: () => Promise<unknown>, well: string | null, refused: string) => {
    try {
      await work()
      setNote(well ? { kind: 'good', text: well } : null)
    } catch (error) {
      setNote({ kind: 'bad', text: hub.isRefused(error, 409, 404) ? refused : t.offline })
    }
    setAsking(false)
    setMoving(false)
    await load()
  }

  if (shown === null) return <p role="status">{t.loading}</p>
  if (shown === 'gone') return <Offline onAgain={() => void load()} />
  if (shown === 'missing')
    return (
      <>
        <Head>{t.manage.head}</Head>
        <p>{t.manage.missing}</p>
        <a class="button button-primary" href="#/">
          {t.title}
        </a>
      </>
    )
  const { appointment, places } = shown
  const m = t.manage
  if (moving) {
    const { errands, persons, kind, interpreter } = appointment
    return (
      <>
        <Back onBack={() => setMoving(false)} />
        <TimeStep
          wish={{ errands, persons, kind, interpreter }}
          places={places}
          place={place}
          problem={null}
          onPlace={setPlace}
          onHeld={(_, held) => void act(() => hub.move(token, held.hold), m.moved, m.tooLate)}
        />
      </>
    )
  }
  const open = appointment.state === 'booked' && Date.parse(appointment.start) > Date.now()
  const { offer } = appointment.waitlist ?? { offer: null }
  const told = (result: CheckIn) => {
    const text = t.checkIn[result.is]
    const where =
      result.is === 'wrong-place' || result.is === 'wrong-day'
        ? ` ${capital(whenIn(t, result.start))}, ${result.place}.`
        : ''
    setNote({ kind: ['ready', 'early', 'late'].includes(result.is) ? 'good' : 'warn', text: text + where })
  }
  return (
    <>
      <Head>{m.head}</Head>
      {note && <Flag kind={note.kind}>{note.text}</Flag>}
      <State appointment={appointment} />
      {offer && open && (
        <section class="first">
          <h2>{m.offer}</h2>
          <p class="lead">
            {capital(whenIn(t, offer.start))}
            <br />
            {places.find((one) => one.id === offer.place)?.name}
          </p>
          <p>{m.until(timeIn(t, offer.until))}</p>
          <div class="act">
            <button
              type="button"
              class="button button-primary"
              onClick={() => void act(() => hub.answerOffer(token, true), m.moved, m.offerGone)}
            >
              {m.takeOffer}
            </button>
            <button
              type="button"
              class="button button-secondary"
              onClick={() => void act(() => hub.answerOffer(token, false), null, m.offerGone)}
            >
              {m.passOffer}
            </button>
          </div>
        </section>
      )}
      <p class="lead">
        {capital(whenIn(t, appointment.start))}
        <br />
        {appointment.kind === 'phone' ? t.kind.phone : `${appointment.place.name}, ${appointment.place.address}`}
      </p>
      <p>
        {appointment.errands
          .map((id) => shown.errands.find((one) => one.id === id))
          .map((one) => (one ? say(t, one.name) : ''))
          .join(', ')}
        {appointment.persons > 1 && `, ${t.errand.person(appointment.persons)}`}
      </p>
      <div class="code">
        <span>{t.done.code}</span>
        <strong data-code>{appointment.code}</strong>
      </div>
      {appointment.state === 'booked' &&
        appointment.kind !== 'phone' &&
        dayOf(appointment.start) === dayOf(Date.now()) && (
          <button
            type="button"
            class="button button-primary"
            onClick={() =>
              void hub.checkIn(token).then(
                async (result) => {
                  await load()
                  told(result)
                },
                () => setNote({ kind: 'bad', text: t.offline }),
              )
            }
          >
            {m.checkIn}
          </button>
        )}
      {appointment.kind !== 'phone' && <Checklist head={t.done.bring} list={appointment.documents} />}
      {open && (
        <section>
          <div class="act">
            <button type="button" class="button button-primary" onClick={() => setMoving(true)}>
              {m.move}
            </button>
            <a class="button button-secondary" href={hub.icsOf(token)}>
              {t.done.calendar}
            </a>
            {!asking && (
              <button type="button" class="button button-secondary" onClick={() => setAsking(true)}>
                {m.cancel}
              </button>
            )}
          </div>
          {asking && (
            <div class="flag warn" role="alert">
              <p>{m.sure}</p>
              <div class="act">
                <button
                  type="button"
                  class="button button-primary"
                  onClick={() => void act(() => hub.cancel(token), null, m.tooLate)}
                >
                  {m.yes}
                </button>
                <button type="button" class="button button-secondary" onClick={() => setAsking(false)}>
                  {m.no}
                </button>
              </div>
            </div>
          )}
          {appointment.waitlist ? (
            <>
              <p>{m.onList(appointment.waitlist.ahead)}</p>
              <p class="small">{m.order}</p>
              <button
                type="button"
                class="plain"
                onClick={() => void act(() => hub.leaveWaitlist(token), null, m.tooLate)}
              >
                {m.leave}
              </button>
            </>
          ) : (
            <button
              type="button"
              class="plain"
              onClick={() => void act(() => hub.joinWaitlist(token), null, m.tooLate)}
            >
              {m.earlier}
            </button>
          )}
        </section>
      )}
    </>
  )
}

function State({ appointment: { state, start } }: { appointment: Appointment }) {
  const { manage: m } = useWords()
  if (state === 'cancelled') return <Flag kind="warn">{m.cancelled}</Flag>
  if (state === 'served') return <Flag kind="good">{m.over}</Flag>
  if (state === 'no-show') return <Flag kind="warn">{m.noShow}</Flag>
  if (state === 'arrived') return <Flag kind="good">{m.arrived}</Flag>
  if (state === 'called') return <Flag kind="good">{m.called}</Flag>
  return Date.parse(start) <= Date.now() ? <Flag kind="warn">{m.tooLate}</Flag> : null
}
