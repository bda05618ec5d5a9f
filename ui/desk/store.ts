import type {
  Alarm,
  Availability,
  Colleague,
  DeskSocketDown,
  DeskSocketUp,
  QueueEntry,
} from '../../device/contract/api.ts'
import type { Decision } from '../../device/contract/application.ts'
import type { DeskDown, DeskUp, DeskView, HandAct } from '../../device/contract/desk.ts'
import type { Caseworker, Signal, StepName } from '../../device/contract/nouns.ts'
import { type ClaimKeys, makeClaimKeys, sign } from '../shared/seal.ts'
import { openSocket } from '../shared/socket.ts'
import { type ClaimLine, claimLine } from './claim.ts'
import { type Guest, type GuestLine, guestLine } from './guests.ts'

type Claimed = Extract<DeskSocketDown, { is: 'claimed' }>
type NotClaimed = Extract<DeskSocketDown, { is: 'not-claimed' }>
export type DecisionResult = Extract<DeskDown, { is: 'decided' }>['result']
export type TalkLine = { from: 'me' | 'citizen'; text: string }

/** The case in hand. All of it is forgotten when the claim ends. */
export type Held = {
  claim: string
  case: string
  entry: QueueEntry | null
  call: Pick<Claimed, 'iceServers' | 'iceTransportPolicy'>
  view: DeskView | null
  box: 'there' | 'silent' | 'back'
  unreadable: boolean
  guests: Guest[]
  /** Where to call, for a case without a box. */
  phone: string | null
  talk: TalkLine[]
  /** Retake asked for and not yet seen on the citizen's screen. */
  asked: StepName | null
  deciding: Decision['verdict'] | null
  result: DecisionResult | null
}

export type DeskState = {
  /** The hub can be reached and knows what is in hand. */
  online: boolean
  queue: QueueEntry[] | null
  /** How many wait, shown or not. */
  waiting: number
  me: Colleague | null
  colleagues: Colleague[]
  alarms: Alarm[]
  taking: string | null
  notice: NotClaimed['why'] | 'line-lost' | null
  held: Held | null
  /** What is left of a case that ended under the caseworker's hands: no evidence. */
  over: {
    how: 'ended' | 'second' | 'box-lost'
    entry: QueueEntry | null
    step: StepName | null
    decided: Decision['verdict'] | null
  } | null
}

export type Desk = ReturnType<typeof openDesk>
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
export type HandOver = Without<Extract<DeskSocketUp, { is: 'park' | 'transfer' | 'no-answer' }>, 'claim'>

/** In `taking`: whoever is best. */
export const NEXT = 'next'

/**
 * The desk's socket and the case in hand. `onChange` is called with every new state, `onLost` whenever the socket went
 * (the session may have ended with it).
 */
export function openDesk(caseworker: Caseworker, onChange: (state: DeskState) => void, onLost: () => void) {
  let state: DeskState = {
    online: false,
    queue: null,
    waiting: 0,
    me: null,
    colleagues: [],
    alarms: [],
    taking: null,
    notice: null,
    held: null,
    over: null,
  }
  let watching = false
  let line: ClaimLine | undefined
  let guests: GuestLine | undefined
  let keys: ClaimKeys | undefined
  let hear: ((signal: Signal) => void) | undefined

  const set = (change: Partial<DeskState>) => onChange((state = { ...state, ...change }))
  const hold = (change: Partial<Held>) => {
    if (state.held) set({ held: { ...state.held, ...change } })
  }
  const letGo = () => {
    line?.close()
    line = undefined
    guests = undefined
    keys = undefined
  }

  const socket = openSocket<DeskSocketDown, DeskSocketUp>(
    '/desk',
    (message) => receive(message),
    (open) => {
      if (!open) {
        set({ online: false, taking: null })
        onLost()
      } else if (state.held && keys) {
        // The hub keeps a lost desk's claim for a little while: the same keys take it up again.
        askFor(state.held.case, keys)
      } else set({ online: true })
    },
  )

  const askFor = (wanted: string, { sealKey, signKey }: ClaimKeys, reason?: string) =>
    socket.send({ is: 'claim', case: wanted, sealKey, signKey, ...(reason ? { reason } : {}) })

  /** The hub's answer for a case that was in hand when the line broke. */
  function resumed(held: Held, answer: Claimed | NotClaimed) {
    if (answer.is === 'claimed' && answer.claim === held.claim) {
      // The box took the gap for one in the picture too.
      line?.send({ is: 'watching', on: watching })
      return set({ online: true })
    }
    if (answer.is === 'claimed') socket.send({ is: 'release', claim: answer.claim, how: 'requeue' })
    letGo()
    const gone = answer.is === 'not-claimed' && answer.why === 'gone'
    set({ online: true, held: null, notice: gone ? 'gone' : 'line-lost' })
  }

  function begin(message: Claimed) {
    if ((state.taking !== message.case && state.taking !== NEXT) || !keys) {
      socket.send({ is: 'release', claim: message.claim, how: 'requeue' })
      return
    }
    const { claim } = message
    let looked = false
    line = claimLine({
      claim,
      privateSeal: keys.privateSeal,
      send: (up) => socket.send(up),
      onView(view) {
        if (!looked) socket.send({ is: 'audit', claim, act: 'looked', step: null })
        looked = true
        const box = state.held?.box === 'back' ? 'there' : (state.held?.box ?? 'there')
        hold({ view, asked: null, unreadable: false, box })
      },
      onMessage: heard,
      onUnreadable: () => hold({ unreadable: true }),
    })
    guests = guestLine({
      claim,
      keys,
      caseworker,
      toHub: (up) => socket.send(up),
      toBox: (up) => line?.send(up),
      onChange: (now) => hold({ guests: now }),
    })
    const held: Held = {
      claim,
      case: message.case,
      entry: state.queue?.find((entry) => entry.case === message.case) ?? null,
      call: { iceServers: message.iceServers, iceTransportPolicy: message.iceTransportPolicy },
      view: null,
      box: 'there',
      unreadable: false,
      guests: [],
      phone: null,
      talk: [],
      asked: null,
      deciding: null,
      result: null,
    }
    watching = false
    set({ held, taking: null, notice: null, over: null })
  }

  function heard(message: DeskDown) {
    switch (message.is) {
      case 'signal':
        hear?.(message.signal)
        return
      case 'guest-signal':
        guests?.fromBox(message.guest, message.signal)
        return
      case 'guest-out':
        guests?.out(message.guest)
        return
      case 'text':
        hold({ talk: withCitizensWords(state.held?.talk ?? [], message.text) })
        return
      case 'decided':
        hold({ result: message.result })
        return
    }
  }

  function receive(message: DeskSocketDown) {
    const held = state.held
    switch (message.is) {
      case 'queue':
        set({ queue: message.queue, waiting: message.waiting ?? message.queue.length })
        // Somebody who called for help may meanwhile wait for a decision.
        if (held) hold({ entry: message.queue.find((entry) => entry.case === held.case) ?? held.entry })
        return
      case 'claimed':
        if (held?.case === message.case) resumed(held, message)
        else begin(message)
        return
      case 'not-claimed':
        if (held?.case === message.case) return resumed(held, message)
        if (state.taking === message.case || (state.taking === NEXT && message.why === 'none'))
          set({ taking: null, notice: message.why })
        return
      case 'staff':
        set({ me: message.me, colleagues: message.colleagues })
        return
      case 'alarms':
        set({ alarms: message.alarms })
        return
      case 'phone':
        if (held?.claim === message.claim) hold({ phone: message.phone })
        return
      case 'from-box':
        if (held?.claim === message.claim) line?.receive(message)
        return
      case 'invited':
      case 'guest':
      case 'from-guest':
        if (held?.claim === message.claim) guests?.receive(message)
        return
      case 'sent':
        line?.sent(message.id, message.ok)
        return
      case 'case':
        if (held?.claim !== message.claim) return
        if (message.state === 'box-silent') return hold({ box: 'silent' })
        if (message.state === 'box-back') return hold({ box: 'back' })
        letGo()
        set({
          held: null,
          over: {
            how: message.state,
            entry: held.entry,
            step: held.view?.steps.find((step) => step.is === 'now')?.step ?? held.entry?.step ?? null,
            decided: held.result === 'taken' ? held.deciding : null,
          },
        })
        return
    }
  }

  return {
    state: () => state,
    /** `reason`: for a case that is kept for somebody else. */
    async take(entry: QueueEntry, reason?: string) {
      if (state.taking || state.held) return
      set({ taking: entry.case, notice: null, over: null })
      keys = await makeClaimKeys()
      const asked = askFor(entry.case, keys, reason)
      if (!asked) set({ taking: null })
    },
    /** Whoever is best for me now. */
    async next() {
      if (state.taking || state.held) return
      set({ taking: NEXT, notice: null, over: null })
      keys = await makeClaimKeys()
      const { sealKey, signKey } = keys
      if (!socket.send({ is: 'next', sealKey, signKey })) set({ taking: null })
    },
    availability: (availability: Availability, reason: string | null) =>
      void socket.send({ is: 'availability', availability, reason }),
    /** Somebody sits here. */
    here: () => void socket.send({ is: 'here' }),
    alarm: () => void socket.send({ is: 'alarm' }),
    takeAlarm: (alarm: string) => void socket.send({ is: 'alarm-taken', alarm }),
    hand: (hand: HandAct) => line?.send({ is: 'hand', id: crypto.randomUUID(), hand }),
    /** Whether the citizen is seen now. */
    watching(on: boolean) {
      if (on === watching) return
      watching = on
      line?.send({ is: 'watching', on })
    },
    /** Puts the case back: for later, for a colleague, for whoever can. */
    handOver(how: HandOver) {
      if (!state.held) return
      socket.send({ ...how, claim: state.held.claim })
      letGo()
      set({ held: null, notice: null })
    },
    /** Where the call's signals from the box go; returns what ends that. */
    onSignal(listener: (signal: Signal) => void) {
      hear = listener
      return () => {
        if (hear === listener) hear = undefined
      }
    },
    signal: (signal: Signal) => line?.send({ is: 'signal', signal }),
    /** Words on their way: on the citizen's screen as they are written, not yet said. */
    type: (text: string) => line?.send({ is: 'text', text }),
    say(text: string) {
      line?.send({ is: 'text', text })
      hold({ talk: [...(state.held?.talk ?? []), { from: 'me', text }] })
    },
    guests: () => guests,
    retake(step: StepName) {
      const { held } = state
      if (!held) return
      line?.send({ is: 'retake', step })
      socket.send({ is: 'audit', claim: held.claim, act: 'retake', step })
      hold({ asked: step, result: null, deciding: null })
    },
    async decide(decision: Decision) {
      if (!keys || !line || state.held?.claim !== decision.claim) return
      hold({ deciding: decision.verdict, result: null })
      line.send({ is: 'decide', jws: await sign(decision, keys.privateSign) })
    },
    /** Nobody stands at the box any more: the box ends the visit, erases it and so ends the case. */
    sayOfFinger(word: Extract<DeskUp, { is: 'finger-impossible' | 'finger-possible' | 'finger-enough' }>) {
      line?.send(word)
      hold({ result: null, deciding: null })
    },
    citizenLeft() {
      line?.send({ is: 'citizen-left' })
    },
    release(how: 'requeue' | 'done') {
      if (!state.held) return
      socket.send({ is: 'release', claim: state.held.claim, how })
      letGo()
      set({ held: null, notice: null })
    },
    toQueue: () => set({ over: null, notice: null }),
    close() {
      letGo()
      socket.close()
    },
  }
}

/** The citizen's words may come letter by letter: a line that only grows or shrinks is the same line. */
function withCitizensWords(talk: TalkLine[], text: string): TalkLine[] {
  const last = talk.at(-1)
  const same = last?.from === 'citizen' && (text.startsWith(last.text) || last.text.startsWith(text))
  const before = same ? talk.slice(0, -1) : talk
  return text ? [...before, { from: 'citizen', text }] : before
}
