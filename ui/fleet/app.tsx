import { useEffect, useState } from 'preact/hooks'
import type { Session } from '../../device/contract/api.ts'
import type { Fleet } from '../../device/contract/fleet-view.ts'
import { ask, Refused } from '../shared/hub.ts'
import { signOut } from '../shared/session.ts'
import { SignIn } from '../shared/sign-in.tsx'
import { BoxPage } from './box-page.tsx'
import { ConnectPage } from './connect.tsx'
import { ListPage } from './list.tsx'
import { MapPage } from './map.tsx'
import { ReleasesPage } from './releases.tsx'
import { Words, words } from './words.ts'

/** Fresh enough for somebody who looks on while a cable is put back (ms). */
const LOOK_MS = 4_000
const tabs = ['boxes', 'map', 'connect', 'releases'] as const

export function App() {
  const [language, setLanguage] = useState<'da' | 'en'>('da')
  const [session, setSession] = useState<Session | null | undefined>()
  const [fleet, setFleet] = useState<Fleet | null>(null)
  const [gone, setGone] = useState(false)
  const [tab, setTab] = useState<(typeof tabs)[number]>('boxes')
  const [chosen, setChosen] = useState<string | null>(null)
  const t = words[language]

  const look = async () => {
    try {
      setFleet(await ask<Fleet>('GET', '/api/fleet'))
      setGone(false)
    } catch (error) {
      if (error instanceof Refused && error.status === 401) setSession(null)
      else setGone(true)
    }
  }
  const who = () =>
    ask<Session>('GET', '/api/session').then(setSession, () => {
      setSession(null)
    })
  useEffect(() => void who(), [])
  useEffect(() => {
    if (!session) return
    void look()
    const timer = setInterval(() => void look(), LOOK_MS)
    return () => clearInterval(timer)
  }, [session])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = `${t.title} – ${t.product}`
  }, [language, t])

  const box = fleet?.boxes.find((one) => one.box === chosen)
  return (
    <Words.Provider value={t}>
      <header class="top">
        <span class="product">{t.product}</span>
        <span>{t.title}</span>
        <span class="grow" />
        {session && <span>{session.caseworker.name}</span>}
        <button
          type="button"
          class="plain"
          lang={language === 'da' ? 'en' : 'da'}
          onClick={() => setLanguage(language === 'da' ? 'en' : 'da')}
        >
          {t.other}
        </button>
        {session && (
          <button type="button" class="plain" onClick={() => void signOut().then(() => setSession(null))}>
            {t.signIn.out}
          </button>
        )}
      </header>
      {session === null && (
        <main class="narrow">
          <SignIn language={language} home="fleet" lead={t.signIn.lead} onIn={who} />
        </main>
      )}
      {session && (
        <>
          <nav class="tabs">
            {tabs.map((one) => (
              <button
                type="button"
                key={one}
                aria-current={tab === one ? 'page' : undefined}
                onClick={() => {
                  setTab(one)
                  setChosen(null)
                }}
              >
                {t.tabs[one]}
              </button>
            ))}
          </nav>
          {gone && (
            <p class="flag bad" role="alert">
              {t.gone}
            </p>
          )}
          <main>
            {fleet && tab === 'boxes' && !box && <ListPage boxes={fleet.boxes} onChoose={setChosen} />}
            {fleet && tab === 'map' && !box && <MapPage boxes={fleet.boxes} onChoose={setChosen} />}
            {fleet && tab === 'connect' && (
              <ConnectPage
                boxes={fleet.boxes}
                onDone={look}
                onChoose={(one) => {
                  setTab('boxes')
                  setChosen(one)
                }}
              />
            )}
            {tab === 'releases' && <ReleasesPage />}
            {fleet && box && (tab === 'boxes' || tab === 'map') && (
              <BoxPage
                key={box.box}
                box={box}
                boxes={fleet.boxes}
                people={fleet.people}
                me={session.caseworker.name}
                onBack={() => setChosen(null)}
                onChange={look}
              />
            )}
          </main>
        </>
      )}
    </Words.Provider>
  )
}
