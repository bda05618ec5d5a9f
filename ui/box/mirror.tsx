import { useEffect, useRef, useState } from 'preact/hooks'
import { watchPreview } from './preview.ts'

/** Width to height of what is shown: a little more than the 35:45 of the portrait. */
const SHOWN = 0.8
/** Where the face belongs, in per cent of the picture's height: around the middle between the eyes, at 46 %. */
const FACE = { y: 48, rx: 22, ry: 30 }

/** `empty`: nobody there; `wrong`: not right yet; `good`: right; `free`: the head may move, the outline stands back. */
export type Outline = 'empty' | 'wrong' | 'good' | 'free'
type Props = { label: string; starting: string; outline: Outline; holding: number }

/** The live picture as in a mirror, with the oval the face belongs in and a ring that fills while all is good. */
export function Mirror({ label, starting, outline, holding }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [live, setLive] = useState(false)

  useEffect(() => {
    const shown = canvas.current!
    const stop = watchPreview((frame) => {
      draw(shown, frame)
      setLive(true)
    })
    return () => {
      stop()
      shown.width = 0
    }
  }, [])

  const oval = { cx: 50 * SHOWN, cy: FACE.y, rx: FACE.rx, ry: FACE.ry }
  return (
    <div class="mirror">
      <canvas ref={canvas} role="img" aria-label={label} />
      <svg viewBox={`0 0 ${100 * SHOWN} 100`} aria-hidden="true">
        {outline !== 'free' && <path class="shade" fill-rule="evenodd" d={`M0 0h80v100H0z ${ellipse(oval)}`} />}
        <ellipse {...oval} class={`oval ${outline}`} />
        <path
          class="ring"
          d={ellipse(oval)}
          pathLength={1}
          stroke-dasharray={`${outline === 'good' ? holding : 0} 1`}
        />
        {outline === 'good' && <path class="tick" d="M33 88l5 5 10-11" />}
      </svg>
      {!live && <p class="starting">{starting}</p>}
    </div>
  )
}

function ellipse({ cx, cy, rx, ry }: { cx: number; cy: number; rx: number; ry: number }): string {
  return `M${cx} ${cy - ry}a${rx} ${ry} 0 1 1 -.01 0z`
}

function draw(canvas: HTMLCanvasElement, frame: ImageBitmap): void {
  const width = Math.round(Math.min(frame.width, frame.height * SHOWN))
  if (canvas.width !== width || canvas.height !== frame.height) {
    canvas.width = width
    canvas.height = frame.height
  }
  const context = canvas.getContext('2d')!
  context.setTransform(-1, 0, 0, 1, width, 0)
  context.drawImage(frame, (width - frame.width) / 2, 0)
}
