import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Language } from '../../device/contract/nouns.ts'
import { da, type Texts } from './texts/da.ts'
import { en } from './texts/en.ts'

export const words: Record<Language, Texts> = { da, en }
export const Words = createContext<Texts>(da)
export const useWords = () => useContext(Words)
