import { useEffect, useState } from 'preact/hooks'
import type { Session } from '../../device/contract/api.ts'
import type { Fleet } from '../../device/contract/fleet-view.ts'
import { BoxPage } from './box-page.tsx'
import { ConnectPage } from './connect.tsx'
import { call, HubSaysNo, signIn, signOut } from './hub.ts'
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
      setFleet(await call<Fleet>('GET', '/api/fleet'))
      setGone(false)
    } catch (error) {
      if (error instanceof HubSaysNo && error.status === 401) setSession(null)
      else setGone(true)
    }
  }
  const who = () =>
    call<Session>('GET', '/api/session').then(setSession, () => {
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
      {session === null && <SignIn onIn={who} />}
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
            {fleet && tab === 'connect' && <ConnectPage boxes={fleet.boxes} onDone={look} />}
            {tab === 'releases' && <ReleasesPage />}
            {fleet && box && (tab === 'boxes' || tab === 'map') && (
              <BoxPage
                key={box.box}
                box={box}
                people={fleet.people}
                me={session.user}
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

function SignIn({ onIn }: { onIn: () => Promise<void> }) {
  const t = words[document.documentElement.lang === 'en' ? 'en' : 'da'].signIn
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    try {
      await signIn({ user: String(form.get('user')), password: String(form.get('password')) })
      await onIn()
    } catch (error) {
      setProblem((error as Error).message)
    }
  }
  return (
    <main class="narrow">
      <form class="panel" onSubmit={(event) => void submit(event)}>
        <h1>{t.head}</h1>
        <p>{t.lead}</p>
        {problem && (
          <p class="flag bad" role="alert">
            {problem}
          </p>
        )}
        <label>
          {t.user}
          <input class="form-input" name="user" autocomplete="username" required maxLength={60} />
        </label>
        <label>
          {t.password}
          <input
            class="form-input"
            name="password"
            type="password"
            autocomplete="current-password"
            required
            maxLength={200}
          />
        </label>
        <button class="button button-primary" type="submit">
          {t.button}
        </button>
      </form>
    </main>
  )
}
