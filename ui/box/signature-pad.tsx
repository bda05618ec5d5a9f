import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Stroke } from '../../device/contract/answer.ts'

/** Pixels of the drawing; its form, 3:1, is the contract's. */
const SIZE = { width: 1500, height: 500 }
/** Width of a line at full pressure, in the same pixels. */
const PEN = 9
/** As many as the contract takes. */
const POINTS_MAX = 4_000
const STROKES_MAX = 200

/** `left`: for a left hand, which would cover words at the left end of the line. */
type Props = { label: string; here: string; left: boolean; strokes: Stroke[]; onChange(strokes: Stroke[]): void }

/** Paper for a finger or a pen. Holds nothing itself but the stroke that is being drawn. */
export function SignaturePad({ label, here, left, strokes, onChange }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawing = useRef<Stroke | null>(null)
  const began = useRef(0)
  const pen = useRef(false)

  // Before the next picture is painted: erased ink must not show for a moment.
  useLayoutEffect(() => {
    const context = canvas.current!.getContext('2d')!
    context.clearRect(0, 0, SIZE.width, SIZE.height)
    for (const stroke of strokes) for (let i = 0; i < stroke.length; i++) line(context, stroke, i)
  }, [strokes])

  const add = (event: PointerEvent) => {
    const stroke = drawing.current!
    const element = canvas.current!
    const box = element.getBoundingClientRect()
    const all = event.getCoalescedEvents()
    for (const at of all.length > 0 ? all : [event]) {
      if (stroke.length >= POINTS_MAX) return
      stroke.push({
        x: share(at.clientX - box.left, box.width),
        y: share(at.clientY - box.top, box.height),
        t: Math.max(0, Math.round(at.timeStamp - began.current)),
        ...(at.pressure > 0 ? { p: Math.round(at.pressure * 100) / 100 } : {}),
      })
      line(element.getContext('2d')!, stroke, stroke.length - 1)
    }
  }
  const down = (event: PointerEvent) => {
    // Whoever writes with a pen rests the hand on the glass.
    if (event.pointerType === 'pen') pen.current = true
    else if (pen.current && event.pointerType === 'touch') return
    if (drawing.current || strokes.length >= STROKES_MAX || !event.isPrimary) return
    if (strokes.length === 0) began.current = event.timeStamp
    drawing.current = []
    canvas.current!.setPointerCapture(event.pointerId)
    add(event)
  }
  const up = () => {
    const stroke = drawing.current
    drawing.current = null
    if (stroke && stroke.length > 0) onChange([...strokes, stroke])
  }

  return (
    <div class={`pad ${left ? 'left' : ''}`}>
      <canvas
        ref={canvas}
        width={SIZE.width}
        height={SIZE.height}
        role="img"
        aria-label={label}
        // Drawing is no gesture: a stroke taken for a fling swallows the tap on the button that follows it.
        onTouchStart={(event) => event.preventDefault()}
        onPointerDown={down}
        onPointerMove={(event) => drawing.current && event.isPrimary && add(event)}
        onPointerUp={up}
        onPointerCancel={up}
      />
      <span class="pad-line" aria-hidden="true">
        {here}
      </span>
    </div>
  )
}

function share(part: number, whole: number): number {
  return Math.round(Math.min(1, Math.max(0, part / whole)) * 10_000) / 10_000
}

/** The piece of a stroke that ends at point `i`; the first point is a dot. */
function line(context: CanvasRenderingContext2D, stroke: Stroke, i: number): void {
  const to = stroke[i]!
  const from = stroke[i - 1] ?? to
  context.beginPath()
  context.lineCap = 'round'
  context.strokeStyle = '#0b2a5b'
  context.lineWidth = PEN * (0.5 + (to.p ?? 0.5))
  context.moveTo(from.x * SIZE.width, from.y * SIZE.height)
  context.lineTo(to.x * SIZE.width + (i === 0 ? 0.1 : 0), to.y * SIZE.height)
  context.stroke()
}
