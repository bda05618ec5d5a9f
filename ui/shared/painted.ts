/** How often the page says that it paints (ms). */
const EVERY_MS = 2_000

/** Tells the box that this page is drawn: a page that hangs, or lies behind a dialog, falls silent (device/kiosk). */
export function sayPainted(): void {
  setInterval(() => requestAnimationFrame(() => void fetch('/painted', { method: 'POST' }).catch(() => {})), EVERY_MS)
}
