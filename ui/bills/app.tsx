import { useEffect, useState } from 'preact/hooks'
import type { Bills } from '../../device/contract/bill.ts'
import type { Language } from '../../device/contract/nouns.ts'
import { signOut, whoIsIn } from '../shared/session.ts'
import { SignIn } from '../shared/sign-in.tsx'
import { List } from './list.tsx'
import { texts } from './texts.ts'

type Now = { is: 'asking' | 'out' | 'gone' | 'not-yours' } | { is: 'in'; name: string; bills: Bills }

const first: Language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'da'

/** The list of fees that are still to be paid, for finance. */
export function App() {
  const [language, setLanguage] = useState<Language>(first)
  const [now, setNow] = useState<Now>({ is: 'asking' })
  const t = texts[language]
  const look = async () => {
    try {
      const session = await whoIsIn()
      if (!session) return setNow({ is: 'out' })
      if (!session.roles.includes('finance')) return setNow({ is: 'not-yours' })
      const reply = await fetch('/api/bills')
      if (!reply.ok) throw new Error(String(reply.status))
      setNow({ is: 'in', name: session.caseworker.name, bills: (await reply.json()) as Bills })
    } catch {
      setNow({ is: 'gone' })
    }
  }
  useEffect(() => void look(), [])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = `${t.title} – ${t.product}`
  }, [language, t])
  const other = language === 'da' ? 'en' : 'da'
  const inside = now.is === 'in' || now.is === 'not-yours'
  return (
    <>
      <header class="top">
        <span class="product">{t.product}</span>
        <span class="role">{t.title}</span>
        {now.is === 'in' && <span>{now.name}</span>}
        <button type="button" class="plain" lang={other} onClick={() => setLanguage(other)}>
          {t.switchTo}
        </button>
        {inside && (
          <button type="button" class="plain" onClick={() => void signOut().then(look)}>
            {t.out}
          </button>
        )}
      </header>
      <main>
        {now.is === 'out' && <SignIn language={language} home="bills" lead={t.lead} onIn={look} />}
        {now.is === 'not-yours' && <p class="flag">{t.notYours}</p>}
        {now.is === 'gone' && (
          <p class="flag" role="alert">
            {t.offline}{' '}
            <button type="button" class="button button-secondary" onClick={() => void look()}>
              {t.again}
            </button>
          </p>
        )}
        {now.is === 'in' && <List bills={now.bills} language={language} onChange={look} />}
      </main>
    </>
  )
}
