import { useEffect, useState } from 'preact/hooks'
import type { Session } from '../../device/contract/api.ts'
import { ask, isRefused } from '../shared/hub.ts'
import { SignIn } from '../shared/sign-in.tsx'
import { type Language, LanguageContext } from './language.ts'
import { Flag } from './parts.tsx'
import { texts } from './shell/texts.ts'
import { type Tab, tabs } from './tabs.ts'

type Who = { is: 'asking' } | { is: 'out' } | { is: 'gone' } | { is: 'in'; session: Session }

/** `#/closures` and `#/closures/more`: the first part names the page. */
const tabOf = (hash: string) => tabs.find(({ id }) => id === hash.replace(/^#\//, '').split('/')[0]) ?? tabs[0]!

const first: Language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'da'

export function App() {
  const [language, setLanguage] = useState<Language>(first)
  const [who, setWho] = useState<Who>({ is: 'asking' })
  const [tab, setTab] = useState(tabOf(location.hash))
  const t = texts[language]
  const look = async () => {
    try {
      setWho({ is: 'in', session: await ask<Session>('GET', '/api/session') })
    } catch (error) {
      setWho({ is: isRefused(error, 401) ? 'out' : 'gone' })
    }
  }
  useEffect(() => void look(), [])
  useEffect(() => {
    const follow = () => setTab(tabOf(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  const inside = who.is === 'in' ? who.session : null
  const mayPlan = inside?.roles.includes('planner') ?? false
  useEffect(() => {
    document.documentElement.lang = language
    document.title = `${mayPlan ? tab.title[language] : t.title} – ${t.product}`
  }, [language, tab, mayPlan])
  const leave = async () => {
    await ask('DELETE', '/api/session').catch(() => undefined)
    setWho({ is: 'out' })
  }
  const other = language === 'da' ? 'en' : 'da'
  return (
    <LanguageContext.Provider value={language}>
      <header class="top">
        <span class="product">{t.product}</span>
        <span class="role">{t.title}</span>
        {inside && <span class="me">{inside.caseworker.name}</span>}
        <button type="button" class="plain" lang={other} onClick={() => setLanguage(other)}>
          {t.switchTo}
        </button>
        {inside && (
          <button type="button" class="plain" onClick={() => void leave()}>
            {t.signIn.out}
          </button>
        )}
      </header>
      <div class="body">
        {mayPlan && <Pages language={language} at={tab} />}
        <main id="main">
          {who.is === 'asking' && <p role="status">{t.loading}</p>}
          {who.is === 'gone' && (
            <Flag>
              <p>{t.offline}</p>
              <button type="button" class="button button-secondary" onClick={() => void look()}>
                {t.again}
              </button>
            </Flag>
          )}
          {who.is === 'out' && (
            <div class="narrow">
              <SignIn language={language} home="planning" lead={t.signIn.lead} onIn={look} />
            </div>
          )}
          {inside && !mayPlan && <Flag>{t.signIn.notPlanner}</Flag>}
          {mayPlan && <tab.Page key={tab.id} />}
        </main>
      </div>
    </LanguageContext.Provider>
  )
}

function Pages({ language, at }: { language: Language; at: Tab }) {
  const t = texts[language]
  const groups = (['booking', 'staffing', 'figures'] as const).filter((group) =>
    tabs.some((one) => one.group === group),
  )
  return (
    <nav class="pages" aria-label={t.pages}>
      {groups.map((group) => (
        <div key={group}>
          <h2 id={`group-${group}`}>{t.groups[group]}</h2>
          <ul aria-labelledby={`group-${group}`}>
            {tabs
              .filter((one) => one.group === group)
              .map(({ id, title }) => (
                <li key={id}>
                  <a href={`#/${id}`} aria-current={id === at.id ? 'page' : undefined}>
                    {title[language]}
                  </a>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
