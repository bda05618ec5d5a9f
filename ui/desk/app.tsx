import { useEffect, useState } from 'preact/hooks'
import type { Session } from '../../device/contract/api.ts'
import type { Language } from '../../device/contract/nouns.ts'
import { signOut, whoIsIn } from '../shared/session.ts'
import { SignIn } from '../shared/sign-in.tsx'
import { BoxlessPage } from './boxless.tsx'
import { useCameraReady } from './camera-ready.ts'
import { CasePage } from './case.tsx'
import { useHere } from './here.ts'
import { Alarms } from './me.tsx'
import { OverPage } from './over.tsx'
import { QueuePage } from './queue.tsx'
import { type Desk, type DeskState, openDesk } from './store.ts'
import { useTheme } from './theme.ts'
import { Words, words } from './words.ts'

type Who = { is: 'asking' } | { is: 'out' } | { is: 'in'; session: Session }

export function App() {
  const [language, setLanguage] = useState<Language>('da')
  const [who, setWho] = useState<Who>({ is: 'asking' })
  const [theme, turnTheme] = useTheme()
  const t = words[language]

  const ask = async () => {
    const session = await whoIsIn().catch(() => undefined)
    if (session === undefined) setWho((before) => (before.is === 'in' ? before : { is: 'out' }))
    else setWho(session ? { is: 'in', session } : { is: 'out' })
  }
  useEffect(() => void ask(), [])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = `${t.title} – ${t.product}`
  }, [language, t])

  const leave = async () => {
    await signOut()
    setWho({ is: 'out' })
  }
  const inside = who.is === 'in' ? who.session : null
  const mayDecide = inside?.roles.includes('caseworker')
  return (
    <Words.Provider value={t}>
      <header class="top">
        <span class="product">{t.product}</span>
        <span class="role">{t.title}</span>
        {inside && (
          <span class="me">
            {inside.caseworker.name}, {inside.caseworker.municipality}
          </span>
        )}
        <button type="button" class="plain" aria-pressed={theme === 'dark'} onClick={turnTheme}>
          {t.dark}
        </button>
        <button type="button" class="plain" lang={t.switchLanguage} onClick={() => setLanguage(t.switchLanguage)}>
          {t.switchTo}
        </button>
        {inside && (
          <button type="button" class="plain" onClick={() => void leave()}>
            {t.signIn.out}
          </button>
        )}
      </header>
      {who.is === 'out' && (
        <main class="narrow">
          <SignIn language={t.switchLanguage === 'en' ? 'da' : 'en'} home="desk" lead={t.signIn.lead} onIn={ask} />
        </main>
      )}
      {inside && !mayDecide && (
        <main class="narrow">
          <p class="flag bad">{t.signIn.notCaseworker}</p>
        </main>
      )}
      {inside && mayDecide && <Inside key={inside.user} session={inside} onLost={ask} />}
    </Words.Provider>
  )
}

function Inside({ session, onLost }: { session: Session; onLost: () => Promise<void> }) {
  const [state, setState] = useState<DeskState>()
  const [desk, setDesk] = useState<Desk>()
  // Effect without dependencies: one socket for as long as somebody is signed in
  useEffect(() => {
    const opened = openDesk(session.caseworker, setState, () => void onLost())
    setDesk(opened)
    setState(opened.state())
    return () => opened.close()
  }, [])
  useHere(desk)
  if (!desk || !state) return null
  return (
    <>
      <Alarms desk={desk} state={state} />
      <Page desk={desk} state={state} session={session} />
    </>
  )
}

function Page({ desk, state, session }: { desk: Desk; state: DeskState; session: Session }) {
  const { held, colleagues } = state
  useCameraReady(state)
  if (held?.entry && held.entry.channel !== 'box')
    return <BoxlessPage key={held.claim} desk={desk} held={held} colleagues={colleagues} />
  if (held)
    return (
      <CasePage
        key={held.claim}
        desk={desk}
        held={held}
        online={state.online}
        caseworker={session.caseworker}
        colleagues={colleagues}
      />
    )
  if (state.over) return <OverPage over={state.over} onBack={desk.toQueue} />
  return <QueuePage desk={desk} state={state} onTake={(entry, reason) => void desk.take(entry, reason)} />
}
