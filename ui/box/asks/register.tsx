import { useState } from 'preact/hooks'
import type { AskOf } from '../../../device/contract/asks.ts'
import { Notice, Screen } from '../frame/screen.tsx'
import { useStage } from '../stage.ts'
import { longDate } from '../texts/texts.ts'

/** What the register says, and what the paper should say: one decision a page. */
export function Register({ ask }: { ask: AskOf<'register'> }) {
  const { t, answer, language, takeBack } = useStage()
  const texts = t.register
  const [period, setPeriod] = useState<'now' | 'all' | null>(null)
  const found = ask.answer
  if (!found)
    return (
      <Screen title={texts.looking} lead={texts.wait}>
        {ask.problem && <Notice kind="warning">{t.fault[ask.problem]}</Notice>}
      </Screen>
    )
  // No errand asks for a health card: a caseworker gives it.
  if (found.is === 'health') return null
  if (found.is !== 'residence' && found.is !== 'licence')
    return (
      <Screen
        title={texts.noTitle}
        actions={
          <button type="button" class="button button-primary" onClick={() => answer({ is: 'no' })}>
            {texts.end}
          </button>
        }
      >
        <p>{texts[found.is]}</p>
      </Screen>
    )
  if (found.is === 'residence' && period)
    return (
      <Screen
        key="language"
        title={texts.language}
        actions={(['da', 'en'] as const).map((paper) => (
          <button
            key={paper}
            type="button"
            class="button button-primary"
            lang={paper}
            onClick={() => answer({ is: 'paper', language: paper, period })}
          >
            {paper === 'da' ? texts.dansk : texts.english}
          </button>
        ))}
      />
    )
  const choose = (wanted: 'now' | 'all') => {
    setPeriod(wanted)
    takeBack(() => {
      setPeriod(null)
      takeBack(null)
    })
  }
  const on = (day: string) => longDate(day, language)
  return (
    <Screen
      key="record"
      title={texts.title[ask.kind]}
      lead={texts.lead[ask.kind]}
      actions={
        <>
          {found.is === 'residence' ? (
            <>
              <button type="button" class="button button-primary" onClick={() => choose('now')}>
                {texts.onlyNow}
              </button>
              {found.record.addresses.length > 1 && (
                <button type="button" class="button button-primary" onClick={() => choose('all')}>
                  {texts.all}
                </button>
              )}
            </>
          ) : (
            <button type="button" class="button button-primary" onClick={() => answer({ is: 'yes' })}>
              {texts.yes}
            </button>
          )}
          <button type="button" class="button button-secondary" onClick={() => answer({ is: 'no' })}>
            {texts.no}
          </button>
        </>
      }
    >
      <dl class="facts">
        {found.is === 'residence'
          ? found.record.addresses.map(({ street, postal, from, to }) => (
              <div key={from}>
                <dt>{to ? texts.earlier : texts.now}</dt>
                <dd>
                  {street}, {postal}
                  <br />
                  {to ? texts.between(on(from), on(to)) : texts.since(on(from))}
                </dd>
              </div>
            ))
          : [
              <div key="number">
                <dt>{texts.number}</dt>
                <dd>{found.record.number}</dd>
              </div>,
              <div key="categories">
                <dt>{texts.categories}</dt>
                <dd>{found.record.categories.join(', ')}</dd>
              </div>,
            ]}
      </dl>
    </Screen>
  )
}

export function Declaration() {
  const { t, answer } = useStage()
  const texts = t.declaration
  return (
    <Screen
      title={texts.title}
      lead={texts.lead}
      actions={
        <>
          <button type="button" class="button button-primary" onClick={() => answer({ is: 'yes' })}>
            {texts.yes}
          </button>
          <button type="button" class="button button-secondary" onClick={() => answer({ is: 'no' })}>
            {texts.no}
          </button>
        </>
      }
    >
      <ul class="declared">
        {texts.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </Screen>
  )
}
