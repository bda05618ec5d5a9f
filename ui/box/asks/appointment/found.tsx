import { Screen } from '../../frame/screen.tsx'
import { Ending } from '../../pictures/things.tsx'
import { useStage } from '../../stage.ts'
import { dayWithin, type PageProps, timeOf } from './props.ts'
import { SlipButton, SlipNotice } from './slip.tsx'

/** What came of checking in: never a reproach, always what to do now. */
export function FoundPage({ page, answer }: PageProps<'checked-in'>) {
  const { t, language } = useStage()
  const f = t.appointment.found
  const { found, here } = page
  if (found.is === 'unknown') return null
  const time = timeOf(language, found.start)
  const done = (
    <button type="button" class="button button-secondary" onClick={() => answer({ is: 'done' })}>
      {f.done}
    </button>
  )
  if (!('code' in found))
    return (
      <Screen
        title={f[found.is]}
        lead={f.where(found.place, `${dayWithin(language, found.start)}, ${t.appointment.time.at(time)}`)}
        picture={<Ending is="onward" />}
        actions={
          <>
            <button type="button" class="button button-primary" onClick={() => answer({ is: 'book' })}>
              {f.book}
            </button>
            {done}
            <SlipButton slip={page.slip} answer={answer} />
          </>
        }
      >
        <SlipNotice slip={page.slip} />
        <p>{f.newTime}</p>
      </Screen>
    )
  const what = () => {
    if (found.kind === 'phone') return f.phone
    if (here) return found.is === 'early' ? f.boxEarly(time) : f.box
    return found.is === 'early' ? f.earlyText(time) : f.goTo(found.where)
  }
  return (
    <Screen
      title={f[found.is]}
      lead={what()}
      picture={<Ending is="good" />}
      actions={
        <>
          {here && (
            <button type="button" class="button button-primary" onClick={() => answer({ is: 'begin' })}>
              {f.begin}
            </button>
          )}
          {done}
          <SlipButton slip={page.slip} answer={answer} />
        </>
      }
    >
      <SlipNotice slip={page.slip} />
      {found.is === 'late' && !here && <p>{f.lateText}</p>}
      <p class="code-said">
        {f.code} <strong>{found.code}</strong>
      </p>
    </Screen>
  )
}
