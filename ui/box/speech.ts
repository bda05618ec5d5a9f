import { useEffect, useState } from 'preact/hooks'
import { routed } from './sound/sound.ts'
import { useStage } from './stage.ts'

/** The visit that wished for silence: the next one hears again. */
let silent: string | null = null
const listeners = new Set<() => void>()
let now: HTMLAudioElement | null = null

/** Whether this visit is read to, and how to change it. */
export function useSpeech(): [on: boolean, toggle: () => void] {
  const { state } = useStage()
  const [, redraw] = useState(0)
  useEffect(() => {
    const listener = () => redraw((n) => n + 1)
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [])
  const on = silent === null || silent !== state.visit
  return [
    on,
    () => {
      silent = on ? state.visit : null
      for (const listener of listeners) listener()
    },
  ]
}

/** Says `text` when it changes; whatever is being said stops. Nothing in a call: the caseworker would hear it too. */
export function useSpoken(text: string): void {
  const { state, language } = useStage()
  const [on] = useSpeech()
  const quiet = !on || state.call !== null
  useEffect(() => {
    if (quiet) return
    const url = new URL('/speech', location.href)
    url.search = new URLSearchParams({ language, text }).toString()
    const audio = new Audio(url.href)
    now?.pause()
    now = audio
    const unroute = routed(audio)
    // A box without a voice, or a browser before its first touch, is silent: all of it stands on the screen.
    audio.play().catch(() => undefined)
    return () => {
      audio.pause()
      unroute()
    }
  }, [text, language, quiet])
}
