import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Answer } from '../../device/contract/answer.ts'
import type { Language } from '../../device/contract/nouns.ts'
import type { ScreenState, ScreenUp } from '../../device/contract/screen.ts'
import type { Texts } from './texts/da.ts'

/** What every part of the page may use: the whole state, the words, and the way to the box. */
export type Stage = {
  state: ScreenState
  t: Texts
  language: Language
  send(message: ScreenUp): void
  /** Answers the ask that is on the screen now. */
  answer(answer: Answer): void
  /** An ask of two pages takes over the frame's "Tilbage" while its second page is up; null gives it back. */
  takeBack(goBack: (() => void) | null): void
}

export const StageContext = createContext<Stage | null>(null)

export function useStage(): Stage {
  const stage = useContext(StageContext)
  if (!stage) throw new Error('used outside the stage')
  return stage
}
