import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

export type Language = 'da' | 'en'
export const LanguageContext = createContext<Language>('da')
export const useLanguage = () => useContext(LanguageContext)

/** A page's texts in the planner's language; every page keeps its own pair in a file beside it. */
export function useTexts<T>(both: Record<Language, T>): T {
  return both[useLanguage()]
}

export const localeOf = (language: Language) => (language === 'da' ? 'da-DK' : 'en-GB')
