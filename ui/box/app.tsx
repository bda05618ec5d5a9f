import { useEffect, useRef, useState } from 'preact/hooks'
import type { ScreenDown, ScreenState, ScreenUp } from '../../device/contract/screen.ts'
import { openSocket, type Socket } from '../shared/socket.ts'
import type { SignalListener } from './call/signals.ts'
import { Gone } from './frame/gone.tsx'
import { useTextSize } from './frame/text-size.ts'
import { useTouched } from './frame/touched.ts'
import { openSound } from './sound/sound.ts'
import { texts } from './texts/texts.ts'
import { Visit } from './visit.tsx'

/** A box that is being set up shows the technician's page at this address: then it is loaded anew. */
async function leaveForSetup(): Promise<void> {
  const reply = await fetch('/health').catch(() => null)
  if (reply?.ok && ((await reply.json()) as { mode?: string }).mode === 'setup') location.reload()
}

/** Longer than a hiccup of the socket, shorter than a restart of the box (ms). */
const FORGET_MS = 3_000

/**
 * The page: holds the last state the box sent and nothing else. Everything below hangs on the visit's id, so a change of
 * visit unmounts all of it: inputs, canvases, camera and call go with their components.
 */
export function App() {
  const [state, setState] = useState<ScreenState | null>(null)
  const [live, setLive] = useState(false)
  const socket = useRef<Socket<ScreenUp> | null>(null)
  const signals = useRef(new Set<SignalListener>())
  const visit = state?.visit ?? null
  const size = useTextSize(visit)

  useEffect(() => {
    const opened = openSocket<ScreenDown, ScreenUp>(
      '/screen',
      (message) => {
        if (message.is === 'state') {
          setState(message.state)
          setLive(true)
        } else for (const listener of signals.current) listener(message.claim, message.signal)
      },
      // A socket that opens is not enough: the box lives when it says what to show.
      (open) => {
        if (open) return
        setLive(false)
        void leaveForSetup()
      },
    )
    socket.current = opened
    return () => opened.close()
  }, [])

  const send = (message: ScreenUp) => {
    socket.current?.send(message)
  }
  // A box that is gone for longer has lost the visit, and the citizen may have left: then the page forgets it too.
  useEffect(() => {
    if (live) return
    const timer = setTimeout(() => setState(null), FORGET_MS)
    return () => clearTimeout(timer)
  }, [live])
  useEffect(() => void openSound(), [])
  useTouched(() => send({ is: 'touched' }))
  // Counted, so that it is known whether anybody uses it; once a visit, as soon as the box listens.
  const larger = size.size > 100
  useEffect(() => {
    if (larger && live) send({ is: 'access', mode: 'large-text' })
  }, [larger, live, visit])

  const language = state?.language ?? 'da'
  useEffect(() => {
    document.documentElement.lang = language
    document.title = texts[language].place
  }, [language])

  return (
    <>
      {state && <Visit key={visit ?? 'nobody'} state={state} send={send} signals={signals.current} size={size} />}
      {!live && <Gone t={texts[language]} alone={state === null} />}
    </>
  )
}
