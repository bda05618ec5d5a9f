import { useEffect, useState } from 'preact/hooks'
import type { Statement } from '../../device/contract/certificate.ts'
import type { Language } from '../../device/contract/nouns.ts'
import { type Checked, check } from './check.ts'
import { type Texts, texts } from './texts.ts'

/** The public page behind a paper's QR code. */
export function App() {
  const [language, setLanguage] = useState<Language>(navigator.language.startsWith('en') ? 'en' : 'da')
  const [checked, setChecked] = useState<Checked | null>(null)
  const t = texts[language]
  useEffect(() => {
    const look = () => {
      setChecked(null)
      void check(location.hash).then(setChecked)
    }
    look()
    addEventListener('hashchange', look)
    return () => removeEventListener('hashchange', look)
  }, [])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = t.title
  }, [language, t])
  return (
    <>
      <header>
        <span>{t.place}</span>
        <button
          type="button"
          lang={language === 'da' ? 'en' : 'da'}
          onClick={() => setLanguage(language === 'da' ? 'en' : 'da')}
        >
          {t.switchTo}
        </button>
      </header>
      <main aria-live="polite">
        {checked ? <Result checked={checked} t={t} language={language} /> : <p>{t.wait}</p>}
      </main>
    </>
  )
}

function Result({ checked, t, language }: { checked: Checked; t: Texts; language: Language }) {
  switch (checked.is) {
    case 'nothing-asked':
      return <Ask t={t} title={t.title} />
    case 'no-answer':
      return <Verdict is="maybe" title={t.noAnswer} body={t.noAnswerBody} />
    case 'unknown':
      return (
        <>
          <Verdict is="bad" title={t.unknown} body={t.unknownBody} />
          <Ask t={t} />
        </>
      )
    case 'false':
      return <Verdict is="bad" title={t.false} body={t.falseBody} />
    case 'listed':
      return checked.certificate.revoked ? (
        <Verdict is="bad" title={t.revoked} body={t.revokedListed} />
      ) : (
        <Verdict is="maybe" title={t.listed} body={t.listedBody} />
      )
    case 'genuine': {
      const { statement, revoked } = checked
      const { about } = statement
      const expired = about.is !== 'residence-certificate' && about.until < new Date().toISOString().slice(0, 10)
      return (
        <>
          {revoked || expired ? (
            <Verdict is="bad" title={revoked ? t.revoked : t.expired} body={revoked ? t.revokedBody : ''} />
          ) : (
            <Verdict is="good" title={t.genuine} body={t.genuineBody} />
          )}
          <Said statement={statement} t={t} language={language} />
          <p class="quiet">{t.private}</p>
        </>
      )
    }
  }
}

function Ask({ t, title }: { t: Texts; title?: string }) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const code = new FormData(event.currentTarget).get('code')
        location.hash = String(code).toUpperCase()
      }}
    >
      {title && <h1>{title}</h1>}
      <p>{t.ask}</p>
      <label>
        {t.number}
        <input name="code" autocomplete="off" required placeholder="ABCD-2345" />
      </label>
      <button type="submit">{t.check}</button>
    </form>
  )
}

function Verdict({ is, title, body }: { is: 'good' | 'bad' | 'maybe'; title: string; body: string }) {
  const sign = { good: 'M14 33l12 12 24-26', bad: 'M18 18l28 28M46 18L18 46', maybe: 'M32 16v20M32 47v1' }[is]
  return (
    <div class={`verdict ${is}`}>
      <svg viewBox="0 0 64 64" aria-hidden="true">
        <path
          d={sign}
          fill="none"
          stroke="currentColor"
          stroke-width="7"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
      <div>
        <h1>{title}</h1>
        {body && <p>{body}</p>}
      </div>
    </div>
  )
}

function Said({ statement, t, language }: { statement: Statement; t: Texts; language: Language }) {
  const tag = language === 'da' ? 'da-DK' : 'en-GB'
  const on = (day: string) =>
    new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
  const { about, issuer, issuedAt, code } = statement
  const rows: [string, string][] = [
    [t.name, about.record.name],
    [t.born, on(about.record.dateOfBirth)],
  ]
  if (about.is === 'residence-certificate')
    for (const { street, postal, from, to } of about.record.addresses)
      rows.push([
        to ? t.earlier : t.address,
        `${street}, ${postal}, ${to ? t.between(on(from), on(to)) : t.since(on(from))}`,
      ])
  else if (about.is === 'temporary-health-card')
    rows.push(
      [t.personalNumber, about.record.personalNumber],
      [t.address, `${about.record.street}, ${about.record.postal}`],
      [t.group, about.record.group],
      ...(about.record.doctor ? [[t.doctor, about.record.doctor.name] as [string, string]] : []),
      [t.until, on(about.until)],
    )
  else
    rows.push(
      [t.licence, about.record.number],
      [t.categories, about.record.categories.join(', ')],
      [t.until, on(about.until)],
    )
  const issued = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Copenhagen' })
  rows.push([t.issuer, issuer], [t.issued, issued.format(new Date(issuedAt))], [t.code, code])
  return (
    <>
      <h2>{t.kind[about.is]}</h2>
      <dl>
        {rows.map(([label, value]) => (
          <div key={label + value}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
