import { useEffect, useRef } from 'preact/hooks'

/** For the heading of a page that replaces another: the keyboard and the screen reader start there, not nowhere. */
export function useFocusHere() {
  const here = useRef<HTMLHeadingElement>(null)
  useEffect(() => here.current?.focus(), [])
  return here
}
