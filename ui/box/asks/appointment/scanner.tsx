import { useEffect, useRef } from 'preact/hooks'
import decodeQR from 'qr/decode.js'
import { watchPreview } from '../../preview.ts'

/** Between two looks at the picture: each takes some tens of milliseconds (ms). */
const LOOK_MS = 250
/** Wide enough for a telephone held at arm's length, small enough to be read at once (pixels). */
const WIDTH = 800

/** The camera's picture; what a QR code in it says is told once. Nothing of the picture is kept. */
export function Scanner({ label, onText }: { label: string; onText: (text: string) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const tell = useRef(onText)
  tell.current = onText
  useEffect(() => {
    let looked = 0
    let said = ''
    return watchPreview((frame) => {
      const at = canvas.current
      const context = at?.getContext('2d', { willReadFrequently: true })
      if (!at || !context) return
      at.width = WIDTH
      at.height = Math.round((WIDTH * frame.height) / frame.width)
      context.drawImage(frame, 0, 0, at.width, at.height)
      if (performance.now() - looked < LOOK_MS) return
      looked = performance.now()
      const text = read(context.getImageData(0, 0, at.width, at.height))
      if (!text || text === said) return
      said = text
      tell.current(text)
    })
  }, [])
  return <canvas ref={canvas} class="scanner" role="img" aria-label={label} />
}

/** The text of the code in a picture; null when there is none that can be read. */
function read(picture: ImageData): string | null {
  try {
    return decodeQR(picture)
  } catch {
    return null
  }
}
