import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Language } from '../../../device/contract/nouns.ts'

/**
 * What is read aloud: the question and what is said about it now. Never names, numbers or what was typed: people stand
 * around.
 */
const SPOKEN = 'h1, .lead, .guidance, .notice, .screen-body > .hint'

export type SpeechControl = { on: boolean; toggle(): void }

/** Whether this browser has a voice for `language`. Voices may come a moment after the page. */
function useVoice(language: Language): SpeechSynthesisVoice | null {
  const [voice, setVoice] = useState<SpeechSynthesisVoice | null>(null)
  useEffect(() => {
    const speech = window.speechSynthesis as SpeechSynthesis | undefined
    if (!speech) return
    const look = () => setVoice(speech.getVoices().find(({ lang }) => lang.toLowerCase().startsWith(language)) ?? null)
    look()
    speech.addEventListener('voiceschanged', look)
    return () => speech.removeEventListener('voiceschanged', look)
  }, [language])
  return voice
}

/**
 * Reads the question in `main` aloud, and whatever of it changes, once the citizen has asked for it. Null where there is no
 * voice. Ends with the visit.
 */
export function useSpeech(main: RefObject<HTMLElement | null>, language: Language): SpeechControl | null {
  const [on, setOn] = useState(false)
  const voice = useVoice(language)
  const said = useRef<string[]>([])

  useEffect(() => {
    const element = main.current
    if (!on || !voice || !element) return
    const { speechSynthesis: speech } = window
    said.current = []
    const read = () => {
      const now = [...element.querySelectorAll<HTMLElement>(SPOKEN)]
        .map((part) => part.textContent.trim())
        .filter(Boolean)
      const fresh = now.filter((sentence) => !said.current.includes(sentence))
      said.current = now
      if (fresh.length === 0) return
      // What is no longer so is not read to its end.
      speech.cancel()
      const words = new SpeechSynthesisUtterance(fresh.join('. '))
      words.voice = voice
      words.lang = voice.lang
      speech.speak(words)
    }
    read()
    const watch = new MutationObserver(read)
    watch.observe(element, { childList: true, subtree: true, characterData: true })
    return () => {
      watch.disconnect()
      speech.cancel()
    }
  }, [on, voice, main])

  return voice && { on, toggle: () => setOn(!on) }
}
