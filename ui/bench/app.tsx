import { useEffect, useState } from 'preact/hooks'
import type { BenchAct, BenchState } from '../../device/contract/bench.ts'
import type { Language } from '../../device/contract/nouns.ts'
import { openSocket } from '../shared/socket.ts'
import { doAct, type FingerCondition } from './act.ts'
import { CitizenCard } from './citizen.tsx'
import { CameraPlace, FingerPlace, PrinterPlace, ReaderPlace, TerminalPlace } from './places.tsx'
import { Words, words } from './words.ts'

export function App() {
  const [language, setLanguage] = useState<Language>('da')
  const [state, setState] = useState<BenchState>()
  const [online, setOnline] = useState(true)
  const [problem, setProblem] = useState<string | null>(null)
  const [touch, setTouch] = useState<FingerCondition>('good')
  const t = words[language]

  useEffect(() => {
    const socket = openSocket<BenchState, never>('/events', setState, setOnline)
    return () => socket.close()
  }, [])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = `${t.title} – ${t.product}`
  }, [language, t])

  const act = (what: BenchAct) => {
    void doAct(what).then((why) => setProblem(why === '' ? t.offline : why))
  }
  return (
    <Words.Provider value={t}>
      <header class="top">
        <span class="product">{t.product}</span>
        <h1>{t.title}</h1>
        <p class="lead">{t.lead}</p>
        <button type="button" class="plain" lang={t.switchLanguage} onClick={() => setLanguage(t.switchLanguage)}>
          {t.switchTo}
        </button>
      </header>
      <div role="status" class="problems">
        {!online && <p class="flag">{t.offline}</p>}
        {problem && <p class="flag">{problem}</p>}
      </div>
      {state && (
        <main>
          <section class="citizens" aria-labelledby="citizens">
            <h2 id="citizens">{t.citizens}</h2>
            <p>{t.citizensLead}</p>
            <ul class="cards">
              {state.citizens.map((citizen) => (
                <CitizenCard key={citizen.id} citizen={citizen} state={state} touch={touch} act={act} />
              ))}
            </ul>
          </section>
          <section class="room" aria-labelledby="room">
            <h2 id="room">{t.room}</h2>
            <div class="box">
              <CameraPlace state={state} act={act} />
              <ReaderPlace state={state} act={act} />
              <FingerPlace state={state} act={act} touch={touch} onTouch={setTouch} />
              <PrinterPlace state={state} act={act} />
              <TerminalPlace state={state} act={act} />
            </div>
          </section>
        </main>
      )}
    </Words.Provider>
  )
}
