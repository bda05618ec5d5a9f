/**
 * Check-in and booking at the box: a trail of pages, each one question. `back` goes one page up the trail. What the citizen
 * types lives in this object only and is gone with it.
 */
import { randomUUID } from 'node:crypto'
import type { AppointmentAnswer, AppointmentPage, BookingCall } from '../contract/appointment.ts'
import type { Reply } from '../contract/link.ts'
import type { ScreenUp } from '../contract/screen.ts'
import type { Log } from '../log.ts'
import type { Slips } from '../session/slips.ts'
import type { Stage } from '../session/stage.ts'
import { chooseErrand } from './book.ts'
import { type BookingApi, bookingApi, HubGone } from './booking-api.ts'
import { byCode } from './check-in.ts'
import type { Begin, Next, Pages, Turn } from './turn.ts'

class Ended extends Error {}

export class AppointmentVisit {
  readonly #id = randomUUID()
  readonly #stage: Stage
  readonly #log: Log
  readonly #slips: Slips
  readonly #api: BookingApi
  #asks = 0
  #trail: Turn[] = []
  #waiting: { take(answer: AppointmentAnswer): void; stop(why: 'back' | Ended): void } | null = null
  #ended = false
  readonly #wrong = { names: 0 }

  constructor(stage: Stage, request: (call: BookingCall) => Promise<Reply>, slips: Slips, log: Log) {
    this.#slips = slips
    this.#stage = stage
    this.#log = log
    this.#api = bookingApi(request)
  }

  /** Resolves when the citizen is done, has left, or wants to begin the errand that was booked. */
  async run(first: 'check-in' | 'book'): Promise<Begin | 'over'> {
    let turn: Turn = first === 'check-in' ? byCode(null) : chooseErrand
    for (;;) {
      this.#trail.push(turn)
      const next = await this.#do(turn)
      if (this.#ended) return 'over'
      if (next === 'over' || typeof next === 'object') return next
      if (next === 'back') {
        this.#trail.pop()
        turn = this.#trail.pop() ?? turn
      } else turn = next
    }
  }

  /** The citizen has left, or the box stops. */
  end(_why?: string): void {
    this.#ended = true
    this.#waiting?.stop(new Ended())
  }

  take(message: ScreenUp): void {
    switch (message.is) {
      case 'answer':
        if (message.answer.is === 'appointment' && message.askId === this.#stage.state.askId)
          this.#waiting?.take(message.answer.answer)
        break
      case 'back':
        if (this.#trail.length > 1) this.#waiting?.stop('back')
        break
      case 'cancel':
        this.end()
        break
      default:
        break
    }
  }

  async #do(turn: Turn): Promise<Next | 'back'> {
    const pages: Pages = {
      api: this.#api,
      language: () => this.#stage.state.language,
      wrong: this.#wrong,
      show: (page) => this.#show(page),
      canPrint: () => this.#slips.ready,
      print: async (note) => {
        const { language } = this.#stage.state
        return (await this.#slips.print({ case: null, language, note })) === 'printed'
      },
      ask: (page) => this.#ask(page),
    }
    for (;;) {
      try {
        return await turn(pages)
      } catch (error) {
        if (error === 'back') return 'back'
        if (error instanceof Ended) return 'over'
        if (!(error instanceof HubGone)) throw error
        this.#log.warn({ why: error.message }, 'the hub could not be asked about appointments')
        try {
          if ((await this.#ask({ is: 'gone' })).is === 'done') return 'over'
        } catch (why) {
          return why === 'back' ? 'back' : 'over'
        }
      }
    }
  }

  #show(page: AppointmentPage): void {
    if (this.#ended) return
    this.#asks += 1
    this.#stage.set({
      visit: this.#id,
      askId: `appointment:${this.#asks}`,
      ask: { is: 'appointment', page },
      progress: null,
      can: { back: this.#trail.length > 1, cancel: true, callPerson: false },
    })
  }

  #ask(page: AppointmentPage): Promise<AppointmentAnswer> {
    if (this.#ended) return Promise.reject(new Ended())
    this.#show(page)
    return new Promise((resolve, reject) => {
      const over = () => {
        this.#waiting = null
      }
      this.#waiting = {
        take(answer) {
          over()
          resolve(answer)
        },
        stop(why) {
          over()
          // `back` is no error: it unwinds the page that waits.
          reject(why)
        },
      }
    })
  }
}
