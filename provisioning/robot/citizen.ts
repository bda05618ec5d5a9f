import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { Answer } from '../../device/contract/answer.ts'
import type { Ask, AskOf } from '../../device/contract/asks.ts'
import type { BenchAct, BenchCitizen } from '../../device/contract/bench.ts'
import { decoder } from '../../device/contract/decode.ts'
import type { Errand, Language, Outcome, RejectionReason } from '../../device/contract/nouns.ts'
import { ScreenDown, type ScreenState, type ScreenUp } from '../../device/contract/screen.ts'

/** Between lifting a passport and laying it down again: a hand is no quicker (ms). */
const LIFT_MS = 600

const decodeDown = decoder(ScreenDown, 16 * 1024 * 1024)

/** `handsMs`: how long of it the citizen’s hands were at work (the bench moved something). */
export type VisitStep = { name: string; ms: number; handsMs: number }
export type VisitResult = {
  outcome: Outcome
  reason: RejectionReason | null
  receipt: AskOf<'farewell'>['receipt']
  paper: NonNullable<AskOf<'farewell'>['paper']>
  payment: AskOf<'farewell'>['payment'] | null
  number: string
  steps: VisitStep[]
}

export type CitizenOptions = {
  /** The box's screen, `http://127.0.0.1:…/`. */
  screen: string
  bench: string
  citizen: BenchCitizen
  /** What they came for; a passport if it is left out. */
  errand?: Errand
  language?: Language
  signal: AbortSignal
  /** How long each question is read before it is answered (ms), for people who look on; 0. */
  readMs?: number
  /** Told of every state, as the screen is. */
  onState?: (state: ScreenState) => void
  /** Asked at every new question or problem; true when it has met it instead of what a cooperative citizen would do. */
  instead?: (state: ScreenState, hands: Hands) => Promise<boolean> | boolean
}

/** What a citizen can do in the room and on the screen. */
export type Hands = { act(act: BenchAct): Promise<void>; send(message: ScreenUp): void; answer(answer: Answer): void }

export async function benchAct(bench: string, act: BenchAct): Promise<void> {
  const reply = await fetch(new URL('/api/do', bench), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(act),
  })
  if (!reply.ok) throw new Error(`the bench refused ${act.is}: ${await reply.text()}`)
}

/** A name and a flourish: enough ink for a signature. */
function strokes(): Extract<Answer, { is: 'strokes' }> {
  const wave = Array.from({ length: 60 }, (_, i) => ({
    x: 0.15 + (0.7 * i) / 59,
    y: 0.5 + 0.25 * Math.sin(i / 2.5) * (1 - i / 90),
    t: i * 16,
  }))
  const under = Array.from({ length: 20 }, (_, i) => ({
    x: 0.2 + (0.5 * i) / 19,
    y: 0.85 - 0.003 * i,
    t: 1_200 + i * 16,
  }))
  return { is: 'strokes', strokes: [wave, under] }
}

/** One whole visit as a cooperative citizen, over the same socket as the screen; ends when the welcome is back. */
export async function visitAsCitizen(options: CitizenOptions): Promise<VisitResult> {
  const { screen, bench, signal, readMs = 0, onState, instead } = options
  const url = new URL('/screen', screen)
  url.protocol = 'ws:'
  const act = (what: BenchAct) => benchAct(bench, what)
  await act({ is: 'pull-out' })
  await act({ is: 'finger', citizen: null })
  await act({ is: 'stand', citizen: null })
  const socket = new WebSocket(url)

  const steps: VisitStep[] = []
  let now: (VisitStep & { since: number }) | null = null
  let end: AskOf<'farewell'> | null = null
  let state: ScreenState | null = null
  let done = ''
  const send = (message: ScreenUp) => socket.send(JSON.stringify(message))
  const answer = (reply: Answer) => state && send({ is: 'answer', askId: state.askId, answer: reply })
  const hands: Hands = { act, send, answer }

  const clock = (name: string) => {
    const at = performance.now()
    if (now?.name === name) return now
    if (now) {
      const { since, handsMs } = now
      steps.push({ name: now.name, ms: Math.round(at - since), handsMs: Math.round(Math.min(handsMs, at - since)) })
    }
    now = { name, ms: 0, handsMs: 0, since: at }
    return now
  }

  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      socket.terminate()
      reject(error)
    }
    const aborted = () => fail(signal.reason)
    signal.addEventListener('abort', aborted, { once: true })
    socket.on('close', () => {
      signal.removeEventListener('abort', aborted)
      if (!end) reject(new Error('the box closed the screen’s socket'))
    })
    socket.on('error', fail)
    let order = Promise.resolve()
    socket.on('message', (data) => {
      const message = decodeDown(String(data))
      if (message.is !== 'state') return
      state = message.state
      const seen = message.state
      onState?.(seen)
      const step = clock(seen.ask.is === 'welcome' && end ? 'end' : (seen.askId.split(':')[0] ?? seen.ask.is))
      if (seen.ask.is === 'farewell') end = seen.ask
      order = order.then(() => take(seen, step)).catch(fail)
    })

    async function take(seen: ScreenState, step: VisitStep): Promise<void> {
      const { ask } = seen
      if (ask.is === 'welcome' && end) {
        socket.close()
        const { outcome, reason, receipt, number, paper = 'none', payment = null } = end
        resolve({ outcome, reason, receipt, number, paper, payment, steps })
        return
      }
      // Each question is answered once, each of its problems met once.
      const key = `${seen.askId} ${situation(ask)}`
      if (key === done || seen.askId !== state?.askId) return
      done = key
      const began = performance.now()
      if (readMs > 0 && isRead(ask)) {
        await sleep(readMs, undefined, { signal })
        // Somebody at the page was quicker.
        if (seen.askId !== state?.askId) return
      }
      if (!(await instead?.(seen, hands))) await cooperate(seen, options, hands)
      step.handsMs += performance.now() - began
    }
  })
}

/** A result is only looked at; what waits for the citizen is read first. */
function isRead(ask: Ask): boolean {
  return !('state' in ask) || ask.state === 'waiting'
}

/** Without these the errand leads nowhere; a printer that is away only costs the receipt. */
const NEEDED = ['card', 'mrz', 'camera', 'finger'] as const

function situation(ask: Ask): string {
  if (ask.is === 'welcome') return String(NEEDED.some((kind) => ask.unavailable.includes(kind)))
  if (ask.is === 'document') return `${ask.state === 'waiting'} ${ask.problem}`
  if (ask.is === 'finger') return `${ask.position} ${ask.state} ${ask.attempt} ${ask.problem} ${ask.advice}`
  if (ask.is === 'portrait') return String(ask.problem)
  if (ask.is === 'portrait-move') return `${ask.done} ${ask.move}`
  if (ask.is === 'register') return ask.state
  if (ask.is === 'pay') return `${ask.state} ${ask.declined}`
  return ''
}

async function cooperate(state: ScreenState, options: CitizenOptions, hands: Hands): Promise<void> {
  const { ask } = state
  const { citizen, language = 'da' } = options
  const errand = options.errand ?? (citizen === 'child' ? 'passport-child' : 'passport-renewal')
  switch (ask.is) {
    case 'welcome':
      if (NEEDED.some((kind) => ask.unavailable.includes(kind))) return
      if (state.language !== language) hands.send({ is: 'language', language })
      return hands.answer({ is: 'start' })
    case 'errand':
      return hands.answer({ is: 'errand', errand })
    case 'privacy':
    case 'holder':
    case 'finger-exempt':
    case 'review':
    case 'declaration':
      return hands.answer({ is: 'yes' })
    case 'register':
      if (ask.state === 'looking') return
      if (ask.answer?.is === 'residence') return hands.answer({ is: 'paper', language, period: 'all' })
      return hands.answer({ is: ask.answer?.is === 'licence' ? 'yes' : 'no' })
    case 'pay':
      if (ask.state === 'choose' && ask.declined === null)
        return hands.answer({ is: 'pay', way: ask.card ? 'card' : 'otherwise' })
      if (ask.state === 'choose') return hands.answer({ is: 'pay', way: 'otherwise' })
      if (ask.state === 'unknown') return hands.answer({ is: 'yes' })
      return
    case 'document':
      if (ask.state !== 'waiting') return
      if (ask.problem) {
        await hands.act({ is: 'pull-out' })
        await sleep(LIFT_MS)
      }
      return hands.act({ is: 'put-down', citizen })
    case 'portrait-keep':
      return hands.answer({ is: 'keep', picture: 0 })
    case 'portrait-move':
      return ask.move ? hands.act({ is: 'move', move: ask.move }) : undefined
    case 'portrait':
      return hands.act({ is: 'stand', citizen, condition: 'good' })
    case 'finger':
      if (ask.state !== 'waiting') return hands.act({ is: 'finger', citizen: null })
      return hands.act({ is: 'finger', citizen, position: ask.position, condition: 'good' })
    case 'signature':
      return hands.answer(strokes())
    case 'contact':
      return hands.answer({ is: 'contact', phone: '20 30 40 50', place: ask.places[0]?.id ?? '' })
    case 'take-document':
      return hands.act({ is: 'pull-out' })
    case 'farewell':
      await hands.act({ is: 'pull-out' })
      await hands.act({ is: 'stand', citizen: null })
      return hands.answer({ is: 'yes' })
    case 'waiting':
    case 'with-caseworker':
    case 'finishing':
    case 'paper':
      return
  }
}
