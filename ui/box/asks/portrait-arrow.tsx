/** An arrow, turned clockwise from pointing right; nothing where there is no direction. */
export function Arrow({ degrees }: { degrees: number | undefined }) {
  if (degrees === undefined) return null
  return (
    <svg viewBox="0 0 40 40" aria-hidden="true" class="icon" style={{ transform: `rotate(${degrees}deg)` }}>
      <path d="M4 14h16V4l18 16-18 16V26H4z" fill="currentColor" />
    </svg>
  )
}
