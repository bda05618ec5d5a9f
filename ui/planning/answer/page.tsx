import { useEffect, useState } from 'preact/hooks'
import type { BookablePlace } from '../../../device/contract/booking.ts'
import type { WorkedAnswer } from '../../../device/contract/figures.ts'
import { ask, isRefused } from '../../shared/hub.ts'
import { named, Pick } from '../fields.tsx'
import { useTexts } from '../language.ts'
import { Flag, Head, useLoaded, Waiting } from '../parts.tsx'
import { Sheet } from './sheet.tsx'
import { texts } from './texts.ts'

/** While it is being worked out, asked again after this (ms). */
const AGAIN_MS = 2_000

type State = { is: 'working' } | { is: 'wrong'; why: string } | { is: 'gone' } | { is: 'done'; answer: WorkedAnswer }

/** Kalundborg’s question on this municipality’s own numbers: one page, ready to print for a council. */
export function AnswerPage() {
  const t = useTexts(texts)
  const places = useLoaded(async () =>
    (await ask<BookablePlace[]>('GET', '/api/places')).filter(({ kinds }) => kinds.includes('counter')),
  )
  const [place, setPlace] = useState<string | null>(null)
  const list = places.value
  const at = place ?? (list?.find(({ id }) => id === 'raadhuset') ?? list?.[0])?.id ?? null
  if (!list) return <Waiting of={places} />
  return (
    <>
      <div class="fields act-bar">
        <Pick id="place" label={t.place} options={named(list)} value={at ?? ''} onPick={setPlace} />
        <button type="button" class="button button-secondary" onClick={() => print()}>
          {t.print}
        </button>
      </div>
      {at && <Found key={at} place={at} />}
    </>
  )
}

function Found({ place }: { place: string }) {
  const t = useTexts(texts)
  const [state, setState] = useState<State>({ is: 'working' })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let gone = false
    const look = async () => {
      try {
        const found = await ask<WorkedAnswer | { pending: true }>('GET', `/api/plan/answer?place=${place}`)
        if (gone) return
        if ('pending' in found) timer = setTimeout(() => void look(), AGAIN_MS)
        else setState({ is: 'done', answer: found })
      } catch (error) {
        if (!gone) setState(isRefused(error, 422, 404) ? { is: 'wrong', why: error.message } : { is: 'gone' })
      }
    }
    void look()
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [place])
  if (state.is === 'done') return <Sheet answer={state.answer} />
  return (
    <>
      <Head>{t.head}</Head>
      {state.is === 'working' && <p role="status">{t.working}</p>}
      {state.is === 'wrong' && <Flag kind="warn">{t.tooLittle(state.why)}</Flag>}
      {state.is === 'gone' && <Flag>{t.gone}</Flag>}
    </>
  )
}
