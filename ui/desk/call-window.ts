/** Where the browser tells of the screens (Window Management, W3C); asked for once, by the browser itself. */
type Screens = { screens: ScreenOf[]; currentScreen: ScreenOf }
type ScreenOf = { availLeft: number; availTop: number; availWidth: number; availHeight: number }
type ManyScreens = { getScreenDetails?: () => Promise<Screens>; screen: { isExtended?: boolean } }

export type CallWindow = {
  /** A call that was begun anew brings another stream. */
  show(stream: MediaStream): void
  /** Whether somebody can see it: it is not minimised or covered. */
  visible(): boolean
  close(): void
}

/**
 * The citizen's picture in a window of its own, for a caseworker with two screens: the picture on one, the case on the other.
 * It goes to the other screen by itself where the browser allows that, else it is dragged there. The sound stays with the page.
 * `changed` is told when it is shown, hidden or (`closed`) closed. Null when the browser opens no window.
 */
export function openCallWindow(
  stream: MediaProvider | null,
  words: { title: string; label: string },
  changed: (closed: boolean) => void,
): CallWindow | null {
  const shown = window.open('', 'borgerboks-call', 'popup,width=960,height=720')
  if (!shown) return null
  const page = shown.document
  page.title = words.title
  page.documentElement.lang = document.documentElement.lang
  const video = page.createElement('video')
  video.autoplay = true
  video.muted = true
  video.setAttribute('aria-label', words.label)
  Object.assign(page.body.style, { margin: '0', background: '#000', overflow: 'hidden' })
  Object.assign(video.style, { width: '100vw', height: '100vh', objectFit: 'contain' })
  video.srcObject = stream
  page.body.replaceChildren(video)
  page.addEventListener('visibilitychange', () => changed(false))
  shown.addEventListener('pagehide', () => changed(true))
  void toOtherScreen(shown)
  const show = (stream: MediaStream) => {
    video.srcObject = stream
  }
  return { show, visible: () => !shown.closed && page.visibilityState === 'visible', close: () => shown.close() }
}

async function toOtherScreen(shown: Window): Promise<void> {
  const many = window as unknown as ManyScreens
  if (!many.screen.isExtended || !many.getScreenDetails) return
  // Refused: it stays where it opened.
  const found = await many.getScreenDetails().catch(() => null)
  const other = found?.screens.find((one) => one !== found.currentScreen)
  if (!other || shown.closed) return
  shown.moveTo(other.availLeft, other.availTop)
  shown.resizeTo(other.availWidth, other.availHeight)
}
