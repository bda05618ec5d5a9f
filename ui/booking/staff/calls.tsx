import { useEffect, useState } from 'preact/hooks'
import type { BookableErrand, CallOutcome, ServiceCall } from '../../../device/contract/booking.ts'
import { ask, isRefused } from '../hub.ts'
import { Flag, Head } from '../parts.tsx'
import { dayOf, say, timeIn, useWords } from '../words.ts'
import { useShop } from './shop.ts'
import { useStaff } from './texts.ts'

type Effects = { rule: string; calls: number; settled: number; guessed: number; minutesFreed: number }[]
const DAY_MS = 86_400_000
const outcomes: CallOutcome[] = ['settled', 'changed-errand', 'documents-missing', 'department', 'no-answer', 'needed']

/** Visits of a day that a call may settle, likeliest first, and what such calls have brought. */
export function CallsPage() {
  const t = useStaff().calls
  const words = useWords()
  const { errands, namesOf, placeName } = useShop()
  const [day, setDay] = useState(() => workdayAfter(Date.now()))
  const [calls, setCalls] = useState<ServiceCall[] | null>(null)
  const [effects, setEffects] = useState<Effects>([])
  const [problem, setProblem] = useState<'failed' | 'tooLong' | null>(null)
  const load = async () => {
    const [list, found] = await Promise.all([
      ask<ServiceCall[]>('GET', `/api/service-calls?day=${day}`),
      ask<Effects>('GET', '/api/service-calls/effect'),
    ])
    setCalls(list)
    setEffects(found)
  }
  useEffect(() => void load().catch(() => setProblem('failed')), [day])
  const send = async (path: string, body: object) => {
    setProblem(null)
    try {
      await ask('POST', path, body)
    } catch (error) {
      const sentence = isRefused(error) ? (error.body as { error?: string } | null)?.error : ''
      setProblem(sentence?.includes('fit into') ? 'tooLong' : 'failed')
    }
    await load().catch(() => setProblem('failed'))
  }
  return (
    <>
      <Head>{t.head}</Head>
      <p>{t.hint}</p>
      <EffectPart effects={effects} />
      <label class="form-label" for="day">
        {t.day}
      </label>
      <input
        class="form-input"
        id="day"
        type="date"
        value={day}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      {problem && <Flag>{t[problem]}</Flag>}
      {calls?.length === 0 && <p role="status">{t.none}</p>}
      <ul class="cards no-max-width">
        {(calls ?? []).map((call) => (
          <li key={call.booking}>
            <p>
              <strong>{call.name}</strong>{' '}
              {call.phone ? <a href={`tel:${call.phone}`}>{call.phone}</a> : <span>{call.email}</span>}
            </p>
            <p>
              {timeIn(words, call.start)}, {placeName(call.place)}: {namesOf(call.errands)}.{' '}
              <span class="small">
                {t.rules[call.rule] ?? call.rule}. {t.chance}: {Math.round(call.chance * 100)} % (
                {call.measured ? t.measured : t.guess})
              </span>
            </p>
            {call.outcome && call.outcome !== 'no-answer' ? (
              <p class="flag good">{t.outcomes[call.outcome]}</p>
            ) : call.takenBy && !call.outcome ? (
              <>
                <p>{t.taken(call.takenBy)}</p>
                <Report
                  call={call}
                  errands={errands}
                  onReport={(body) => void send(`/api/service-calls/${call.booking}`, body)}
                />
              </>
            ) : (
              <>
                {call.outcome && <p class="small">{t.outcomes[call.outcome]}</p>}
                <button
                  type="button"
                  class="button button-secondary"
                  aria-label={`${t.take}: ${call.name}`}
                  onClick={() => void send(`/api/service-calls/${call.booking}/take`, {})}
                >
                  {t.take}
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

/** How a call went: one choice, and what belongs to it. */
function Report(props: { call: ServiceCall; errands: BookableErrand[]; onReport: (body: object) => void }) {
  const t = useStaff().calls
  const words = useWords()
  const { call, errands, onReport } = props
  const [outcome, setOutcome] = useState<CallOutcome | ''>('')
  const id = (name: string) => `${name}-${call.booking}`
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const department = String(data.get('department') ?? '').trim()
    const errand = String(data.get('errand') ?? '')
    onReport({ outcome, ...(department ? { department } : {}), ...(errand ? { errands: [errand] } : {}) })
  }
  return (
    <form onSubmit={submit}>
      <label class="form-label" for={id('outcome')}>
        {t.outcome}
      </label>
      <select
        class="form-select"
        id={id('outcome')}
        value={outcome}
        required
        onChange={(event) => setOutcome(event.currentTarget.value as CallOutcome)}
      >
        <option value="" />
        {outcomes.map((one) => (
          <option key={one} value={one}>
            {t.outcomes[one]}
          </option>
        ))}
      </select>
      {outcome === 'department' && (
        <>
          <label class="form-label" for={id('department')}>
            {t.department}
          </label>
          <input class="form-input" id={id('department')} name="department" maxLength={80} required />
        </>
      )}
      {outcome === 'changed-errand' && (
        <>
          <label class="form-label" for={id('errand')}>
            {t.errand}
          </label>
          <select class="form-select" id={id('errand')} name="errand">
            {errands.map((one) => (
              <option key={one.id} value={one.id} selected={one.id === call.errands[0]}>
                {say(words, one.name)}
              </option>
            ))}
          </select>
        </>
      )}
      <div class="act">
        <button type="submit" class="button button-primary" disabled={outcome === ''}>
          {t.save}
        </button>
      </div>
    </form>
  )
}

function EffectPart({ effects }: { effects: Effects }) {
  const t = useStaff().calls
  if (effects.length === 0) return null
  const sum = (of: 'calls' | 'settled' | 'minutesFreed') => effects.reduce((all, one) => all + one[of], 0)
  return (
    <details>
      <summary>{t.effectText(sum('calls'), sum('settled'), sum('minutesFreed'))}</summary>
      <div class="scroll">
        <table aria-label={t.effect}>
          <thead>
            <tr>
              <th scope="col">{t.rule}</th>
              <th scope="col">{t.made}</th>
              <th scope="col">{t.settled}</th>
              <th scope="col">{t.guessed}</th>
            </tr>
          </thead>
          <tbody>
            {effects.map((one) => (
              <tr key={one.rule}>
                <td>{t.rules[one.rule] ?? one.rule}</td>
                <td>{one.calls}</td>
                <td>
                  {one.settled} ({Math.round((one.settled / one.calls) * 100)} %)
                </td>
                <td>{Math.round(one.guessed * 100)} %</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

/** Calls are made before the day: the next working day. */
function workdayAfter(now: number): string {
  for (let at = now + DAY_MS; ; at += DAY_MS) {
    const weekday = new Date(`${dayOf(at)}T12:00:00Z`).getUTCDay()
    if (weekday !== 0 && weekday !== 6) return dayOf(at)
  }
}
