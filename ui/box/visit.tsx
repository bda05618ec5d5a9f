import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Ask } from '../../device/contract/asks.ts'
import type { ScreenState, ScreenUp } from '../../device/contract/screen.ts'
import { AskView } from './ask.tsx'
import { CallPanel } from './call/panel.tsx'
import { usePrepared } from './call/prepared.ts'
import type { SignalListener } from './call/signals.ts'
import { Beside } from './frame/beside.tsx'
import { Footer } from './frame/footer.tsx'
import { Header } from './frame/header.tsx'
import { useFrameHeights } from './frame/heights.ts'
import { useSpeech } from './frame/speech.ts'
import { StopDialog } from './frame/stop.tsx'
import type { SizeControl } from './frame/text-size.ts'
import { TimeoutDialog } from './frame/timeout.tsx'
import { resetSound } from './sound/sound.ts'
import { type Stage, StageContext } from './stage.ts'
import { texts } from './texts/texts.ts'

type Props = { state: ScreenState; send(message: ScreenUp): void; signals: Set<SignalListener>; size: SizeControl }

/** Asks that go on changing while they are up: a new ask id of the same kind is the same page. */
const living: Ask['is'][] = [
  'welcome',
  'document',
  'portrait',
  'portrait-move',
  'finger',
  'waiting',
  'with-caseworker',
  'finishing',
  'paper',
]

function pageOf({ ask, askId }: ScreenState): string {
  if (!living.includes(ask.is)) return `${ask.is} ${askId}`
  return ask.is === 'finger' ? `${ask.is} ${ask.position}` : ask.is
}

/** One citizen's visit: the frame, the ask, the call and the dialogs. Lives as long as the visit's id. */
export function Visit({ state, send, signals, size }: Props) {
  const [stopping, setStopping] = useState(false)
  const [goBack, setGoBack] = useState<(() => void) | null>(null)
  const main = useRef<HTMLElement>(null)
  const frame = useFrameHeights()
  const page = pageOf(state)
  const t = texts[state.language]
  const speech = useSpeech(main, state.language)

  useEffect(resetSound, [])
  usePrepared(state.ways ?? null)
  useEffect(() => {
    setStopping(false)
    setGoBack(null)
  }, [page])
  useLayoutEffect(() => {
    frame.current?.scrollTo(0, 0)
    main.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }, [page])

  const stage: Stage = {
    state,
    t,
    language: state.language,
    send,
    answer: (answer) => send({ is: 'answer', askId: state.askId, answer }),
    takeBack: (fn) => setGoBack(() => fn),
  }
  const wide = state.call !== null && (state.ask.is === 'with-caseworker' || state.ask.is === 'waiting')
  return (
    <StageContext.Provider value={stage}>
      <div class="frame" ref={frame} data-point={state.point ?? undefined}>
        <Header size={size} speech={speech} />
        <div class={`stage ${state.call ? (wide ? 'call-large' : 'call-beside') : ''}`}>
          {state.call && <CallPanel key={state.call.claim} call={state.call} signals={signals} />}
          <main ref={main} data-ask={state.ask.is}>
            <AskView key={page} ask={state.ask} />
          </main>
        </div>
        <Beside />
        <Footer goBack={goBack} onStop={() => setStopping(true)} />
      </div>
      {stopping && !state.timeout && <StopDialog onClose={() => setStopping(false)} />}
      {state.timeout && <TimeoutDialog timeout={state.timeout} />}
    </StageContext.Provider>
  )
}
