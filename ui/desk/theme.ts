import { useEffect, useState } from 'preact/hooks'

const KEY = 'desk-theme'
type Theme = 'light' | 'dark'

/** Light or dark: as chosen on this computer, else as its system has it. */
export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(() => {
    const kept = localStorage.getItem(KEY)
    if (kept === 'light' || kept === 'dark') return kept
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  })
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  const turn = () => {
    const next = theme === 'dark' ? 'light' : 'dark'
    localStorage.setItem(KEY, next)
    setTheme(next)
  }
  return [theme, turn]
}
