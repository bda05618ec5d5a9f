import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Caseworker, Language } from '../../device/contract/nouns.ts'
import { Conversation } from './conversation.tsx'
import { type GuestLine, goIn, type Inside, readLink } from './line.ts'
import { type No, texts } from './texts.ts'

/** An interpreter, a supervisor or a relative: one name, one button, one conversation. */
export function App() {
  const [language, setLanguage] = useState<Language>('da')
  const [name, setName] = useState('')
  const [entering, setEntering] = useState(false)
  const [line, setLine] = useState<GuestLine | null>(null)
  const [inside, setInside] = useState<{ as: Inside; caseworker: Caseworker } | null>(null)
  const [out, setOut] = useState<No | null>(null)
  const head = useRef<HTMLHeadingElement>(null)
  const link = useMemo(() => readLink(location.hash), [])
  const t = texts[language]

  useEffect(() => {
    document.documentElement.lang = language
    document.title = `${t.title} – Borgerboks`
  }, [language])
  // The link stays in nobody's history.
  useEffect(() => history.replaceState(null, '', location.pathname), [])
  useEffect(() => head.current?.focus(), [out])

  const enter = async () => {
    if (!link || !name.trim()) return
    setEntering(true)
    setLine(
      await goIn({
        link,
        name: name.trim(),
        onIn: (as, caseworker) => setInside({ as, caseworker }),
        onOut: (why) => {
          setInside(null)
          setOut(why)
        },
      }),
    )
  }
  const why = link ? out : 'unknown'
  return (
    <>
      <header class="top">
        <span>Borgerboks</span>
        <button
          type="button"
          class="plain"
          lang={language === 'da' ? 'en' : 'da'}
          onClick={() => setLanguage(language === 'da' ? 'en' : 'da')}
        >
          {t.switchTo}
        </button>
      </header>
      <main>
        {why && (
          <section class="card" role="status">
            <h1 ref={head} tabIndex={-1}>
              {why === 'over' ? t.noHead.over : t.noHead.other}
            </h1>
            <p>{t.no[why]}</p>
          </section>
        )}
        {!why && inside && line && <Conversation t={t} line={line} inside={inside.as} caseworker={inside.caseworker} />}
        {!why && !(inside && line) && (
          <section class="card">
            <h1>{t.title}</h1>
            <p>{t.lead}</p>
            <ul>
              {t.rules.map((rule) => (
                <li key={rule}>{rule}</li>
              ))}
            </ul>
            <p>
              <b>{t.once}</b>
            </p>
            <form
              onSubmit={(event) => {
                event.preventDefault()
                void enter()
              }}
            >
              <label class="form-label" for="name">
                {t.name}
              </label>
              <input
                class="form-input"
                id="name"
                autoComplete="name"
                maxLength={60}
                value={name}
                onInput={(event) => setName(event.currentTarget.value)}
              />
              <button type="submit" class="button button-primary" disabled={!name.trim() || entering}>
                {entering ? t.entering : t.enter}
              </button>
            </form>
          </section>
        )}
      </main>
    </>
  )
}
