import { useEffect, useRef } from 'preact/hooks'

/** Tells the sheet how high header and footer are (`--header`, `--footer`): they wrap with language and text size. */
export function useFrameHeights() {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const [header, footer] = [frame.current!.querySelector('header')!, frame.current!.querySelector('footer')!]
    const observer = new ResizeObserver(() => {
      frame.current?.style.setProperty('--header', `${header.offsetHeight}px`)
      frame.current?.style.setProperty('--footer', `${footer.offsetHeight}px`)
    })
    observer.observe(header)
    observer.observe(footer)
    return () => observer.disconnect()
  }, [])
  return frame
}
