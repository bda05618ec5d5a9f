import { Listeners } from '../../drivers/listeners.ts'
import type { Ask } from '../contract/asks.ts'
import { CONTRACT, type Language } from '../contract/nouns.ts'
import type { ScreenDown, ScreenState } from '../contract/screen.ts'

const blank: Omit<ScreenState, 'askId' | 'ask' | 'language' | 'municipality'> = {
  contract: CONTRACT,
  visit: null,
  progress: null,
  can: { back: false, cancel: false, callPerson: false },
  timeout: null,
  help: 'none',
  helpWait: null,
  call: null,
  ways: null,
  text: null,
  act: null,
  point: null,
  question: null,
  guests: [],
  alarm: 'none',
}

/** What the screens show now: one whole state, told again at every change. */
export class Stage {
  readonly #down = new Listeners<ScreenDown>()
  readonly #changed = new Listeners<ScreenState>()
  #state: ScreenState

  constructor(municipality: string, language: Language, ask: Ask) {
    this.#state = { ...blank, municipality, language, askId: 'welcome', ask }
  }

  get state(): ScreenState {
    return this.#state
  }

  set(change: Partial<ScreenState>): void {
    this.#state = { ...this.#state, ...change }
    this.#down.tell({ is: 'state', state: this.#state })
    this.#changed.tell(this.#state)
  }

  /** Nothing of a visit stays. */
  clear(language: Language, askId: string, ask: Ask): void {
    this.set({ ...blank, language, askId, ask })
  }

  tell(message: ScreenDown): void {
    this.#down.tell(message)
  }

  onDown(listener: (message: ScreenDown) => void): () => void {
    return this.#down.add(listener)
  }

  /** When nobody is at the box; at once if nobody is. Rejects when `stop` aborts. */
  idle(stop: AbortSignal): Promise<void> {
    stop.throwIfAborted()
    if (this.#state.ask.is === 'welcome') return Promise.resolve()
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        off()
        stop.removeEventListener('abort', aborted)
        settle()
      }
      const off = this.onChange(({ ask }) => ask.is === 'welcome' && end(resolve))
      const aborted = () => end(() => reject(stop.reason))
      stop.addEventListener('abort', aborted, { once: true })
    })
  }

  onChange(listener: (state: ScreenState) => void): () => void {
    return this.#changed.add(listener)
  }
}
