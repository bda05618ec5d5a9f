import { useEffect, useRef, useState } from 'preact/hooks'
import type { SetupState, SetupUp } from '../../device/contract/setup.ts'
import { openSocket, type Socket } from '../shared/socket.ts'
import { AcceptPage } from './accept.tsx'
import { CodePage } from './code.tsx'
import { da } from './texts/da.ts'
import { en } from './texts/en.ts'

/** The technician's page on the box's own screen. When the box goes over to service, this page makes room for the citizens'. */
export function App() {
  const [language, setLanguage] = useState<'da' | 'en'>('da')
  const [state, setState] = useState<SetupState>({ is: 'starting' })
  const socket = useRef<Socket<SetupUp> | null>(null)
  const t = language === 'da' ? da : en
  useEffect(() => {
    const opened = openSocket<SetupState, SetupUp>('/setup', setState, (open) => !open && void becomeBox())
    socket.current = opened
    return () => opened.close()
  }, [])
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const send = (up: SetupUp) => void socket.current?.send(up)
  return (
    <>
      <header>
        <span>{t.head}</span>
        <button
          type="button"
          lang={language === 'da' ? 'en' : 'da'}
          onClick={() => setLanguage(language === 'da' ? 'en' : 'da')}
        >
          {t.other}
        </button>
      </header>
      <main aria-live="polite">
        {state.is === 'accept' ? (
          <AcceptPage t={t} accept={state.accept} send={send} />
        ) : state.is === 'accept-code' ? (
          <CodePage t={t} state={state} send={send} />
        ) : (
          <Before t={t} state={state} send={send} />
        )}
      </main>
    </>
  )
}

/** The page behind this address is the citizens' once the box serves: then it is loaded anew. */
async function becomeBox(): Promise<void> {
  const reply = await fetch('/health').catch(() => null)
  const mode = reply?.ok ? ((await reply.json()) as { mode?: string }).mode : null
  if (mode === 'box') location.reload()
  else if (mode !== 'setup') setTimeout(() => void becomeBox(), 500)
}

type Other = Exclude<SetupState, { is: 'accept' | 'accept-code' }>

function Before({ t, state, send }: { t: typeof da; state: Other; send: (up: SetupUp) => void }) {
  switch (state.is) {
    case 'starting':
    case 'waiting':
      return (
        <>
          <h1>{t[state.is].title}</h1>
          <p>{t[state.is].lead}</p>
        </>
      )
    case 'no-hub':
      return (
        <>
          <h1>{t.noHub.title}</h1>
          <p>
            {t.noHub.lead} <b>{state.web}</b>
          </p>
          <ol>
            {t.noHub.todo.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </>
      )
    case 'refused':
      return (
        <>
          <h1>{t.refused.title}</h1>
          <p>{t.refused.lead}</p>
          <div class="row">
            <button type="button" class="main" onClick={() => send({ is: 'again' })}>
              {t.refused.again}
            </button>
          </div>
        </>
      )
    case 'pairing':
      return (
        <>
          <h1>{t.pairing.title}</h1>
          {state.softwareKey && <p class="loud">{t.pairing.software}</p>}
          <ol>
            {t.pairing.todo.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
          <p class="code" data-code>
            {state.code}
          </p>
          <p>{t.pairing.compare}</p>
          <p class="print" data-fingerprint>
            {state.fingerprint}
          </p>
          {state.confirmed ? (
            <p class="note">{t.pairing.confirmed}</p>
          ) : (
            <div class="row">
              <button type="button" class="main" onClick={() => send({ is: 'same' })}>
                {t.pairing.same}
              </button>
              <button type="button" onClick={() => send({ is: 'different' })}>
                {t.pairing.different}
              </button>
            </div>
          )}
          <p class="small">
            {t.pairing.authority} <b>{state.authority}</b>
          </p>
        </>
      )
  }
}
