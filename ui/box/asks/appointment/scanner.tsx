import scan from 'jsqr'
import { useEffect, useRef } from 'preact/hooks'
import { watchPreview } from '../../preview.ts'

// Its types say that the function is the default of what is in truth the function itself.
const jsQR = scan as unknown as typeof scan.default

/** Between two looks at the picture: each takes some tens of milliseconds (ms). */
const LOOK_MS = 250
/** Wide enough for a telephone held at arm's length, small enough to be read at once (pixels). */
const WIDTH = 640

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
      const { data, width, height } = context.getImageData(0, 0, at.width, at.height)
      const found = jsQR(data, width, height, { inversionAttempts: 'dontInvert' })
      if (!found || found.data === '' || found.data === said) return
      said = found.data
      tell.current(found.data)
    })
  }, [])
  return <canvas ref={canvas} class="scanner" role="img" aria-label={label} />
}
