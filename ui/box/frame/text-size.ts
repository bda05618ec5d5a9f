import { useEffect, useRef, useState } from 'preact/hooks'

/** Per cent of the normal size; the sheet reads it from the root element. */
export type TextSize = 100 | 150 | 200
export type SizeControl = { size: TextSize; next(): void }
const after: Record<TextSize, TextSize> = { 100: 150, 150: 200, 200: 100 }

/** Somebody made the text larger at the welcome screen and left: the next one gets the normal size (ms). */
const FORGET_AT_WELCOME_MS = 60_000

/** Larger text by one button. It follows the citizen from the welcome screen into the visit, and ends with the visit. */
export function useTextSize(visit: string | null): SizeControl {
  const [size, setSize] = useState<TextSize>(100)
  const last = useRef(visit)

  useEffect(() => {
    if (last.current !== null && last.current !== visit) setSize(100)
    last.current = visit
  }, [visit])

  useEffect(() => {
    document.documentElement.dataset['textSize'] = String(size)
    if (visit !== null || size === 100) return
    const timer = setTimeout(() => setSize(100), FORGET_AT_WELCOME_MS)
    return () => clearTimeout(timer)
  }, [size, visit])

  return { size, next: () => setSize(after[size]) }
}
