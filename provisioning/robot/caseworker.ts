import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { DeskSocketDown, type DeskSocketUp, Session, type SignIn } from '../../device/contract/api.ts'
import type { Decision } from '../../device/contract/application.ts'
import { decoder } from '../../device/contract/decode.ts'
import { DeskDown, type DeskUp, DeskView } from '../../device/contract/desk.ts'
import type { Caseworker, RejectionReason } from '../../device/contract/nouns.ts'
import { type KeyPair, makeKeyPair } from '../../device/link/keys.ts'
import { openSealedJson, sealFor, signAs } from '../../device/link/seal.ts'
import { signIn } from '../hub-client.ts'

const decodeSocket = decoder(DeskSocketDown, 16 * 1024 * 1024)
const decodeSession = decoder(Session)
const decodeView = decoder(DeskView)
const decodeMessage = decoder(DeskDown)

export type Verdict = {
  verdict: Decision['verdict']
  reason: RejectionReason | null
  recorded?: Decision['recorded']
  witness?: Decision['witness']
}

/** What a careful caseworker would say to what the view shows; null to wait. */
export function judge(view: DeskView): Verdict | null {
  if (view.screen.ask.is !== 'with-caseworker') return null
  // Before that the citizen only waits for being seen.
  if (!view.steps.some(({ step, is }) => step === 'decision' && is === 'now')) return null
  if (view.blocks.includes('not-genuine')) return { verdict: 'rejected', reason: 'document-not-genuine' }
  if (view.blocks.includes('consent-missing')) return { verdict: 'referred', reason: 'consent-missing' }
  const { comparison } = view.portraits
  if (!comparison?.match) return { verdict: 'rejected', reason: 'portrait-not-you' }
  // What follows for the passport, and a signature that is not there, can be recorded; nothing else.
  const recorded: Decision['recorded'] = []
  const consequence = view.prints?.consequence?.is
  if (consequence === 'one-hand' || consequence === 'provisional' || consequence === 'exempt')
    recorded.push(`prints-${consequence}`)
  if (view.cannotSign) recorded.push('cannot-sign')
  const left = view.blocks.filter((block) => block !== 'prints-consequence' && block !== 'no-signature')
  return left.length > 0 ? null : { verdict: 'approved', reason: null, recorded }
}

/** What the citizen has said of fingers and nobody has looked at, confirmed as a caseworker would who sees the hand. */
export function confirmations(view: DeskView): DeskUp[] {
  return (view.prints?.impossible ?? [])
    .filter(({ caseworker }) => caseworker === null)
    .map(({ position, reason, lasting }) => ({ is: 'finger-impossible', position, hand: false, reason, lasting }))
}

export type CaseworkerOptions = {
  /** The hub's web port. */
  web: string
  who: SignIn
  signal: AbortSignal
  /** How long a case is looked at before it is decided (ms), for people who look on; 0. */
  lookMs?: number
  /** Does not say by itself that it sees the citizen. */
  blind?: boolean
  /** Called for every view; may act by itself (retake …) and return true to leave the robot's judgement out. */
  onView?: (view: DeskView, hands: DeskHands) => boolean | Promise<boolean>
  onClosed?: (result: { case: string; verdict: string; result: string }) => void
  judge?: (view: DeskView) => Verdict | null
  /** How the case stands: ended, the box silent, back or lost. */
  onCase?: (state: Extract<DeskSocketDown, { is: 'case' }>['state']) => void
}

export type DeskHands = {
  send(message: DeskUp): Promise<void>
  decide(verdict: Verdict, evidence?: Decision['evidence']): Promise<void>
  leave(): void
}

type Open = {
  case: string
  claim: string
  seal: KeyPair
  sign: KeyPair
  view: DeskView | null
  decided: Verdict | null
}

/** Takes case after case, over the same socket as the desk's page, until `signal` aborts. */
export async function caseworker(options: CaseworkerOptions): Promise<void> {
  const { web, who, signal } = options
  const cookie = await signIn(web, who)
  const me = decodeSession(await (await fetch(new URL('/api/session', web), { headers: { cookie } })).json())
  const url = new URL('/desk', web)
  url.protocol = 'ws:'
  const socket = new WebSocket(url, { headers: { cookie, origin: new URL(web).origin } })
  const send = (message: DeskSocketUp) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message))
  let open: Open | null = null
  let claiming: { case: string; seal: KeyPair; sign: KeyPair } | null = null

  const hands = (mine: Open): DeskHands => ({
    async send(message) {
      if (!mine.view) return
      send({ is: 'to-box', id: randomUUID(), claim: mine.claim, sealed: await sealFor(mine.view.boxKey, message) })
    },
    async decide(verdict, evidence) {
      const { view } = mine
      const over = evidence ?? view?.evidence
      if (!view || !over) return
      mine.decided = verdict
      const decision = decisionOf(verdict, view, mine.claim, over, me.caseworker)
      await hands(mine).send({ is: 'decide', jws: await signAs(mine.sign.privateKey, decision) })
    },
    leave: () => send({ is: 'release', claim: mine.claim, how: 'done' }),
  })

  async function take(message: DeskSocketDown): Promise<void> {
    switch (message.is) {
      case 'queue': {
        const next = message.queue.find(
          (entry) =>
            entry.claimedBy === null &&
            entry.boxConnected &&
            entry.channel === 'box' &&
            (entry.fit === 'yes' || entry.fit === 'routed'),
        )
        if (open || claiming || !next) return
        claiming = { case: next.case, seal: makeKeyPair(), sign: makeKeyPair() }
        const keys = { sealKey: claiming.seal.publicKey, signKey: claiming.sign.publicKey }
        // Who approves second comes by the queue.
        send(next.fit === 'routed' ? { is: 'next', ...keys } : { is: 'claim', case: next.case, ...keys })
        return
      }
      case 'claimed':
        if (claiming) open = { ...claiming, case: message.case, claim: message.claim, view: null, decided: null }
        claiming = null
        return
      case 'not-claimed':
        claiming = null
        return
      case 'from-box':
        if (open?.claim === message.claim) await fromBox(open, message)
        return
      case 'case':
        if (open?.claim !== message.claim) return
        options.onCase?.(message.state)
        if (message.state === 'ended' || message.state === 'second' || message.state === 'box-lost') open = null
        return
      case 'sent':
      case 'staff':
      case 'alarms':
      case 'phone':
        return
    }
  }

  async function fromBox(mine: Open, message: Extract<DeskSocketDown, { is: 'from-box' }>): Promise<void> {
    const content = await openSealedJson(mine.seal.privateKey, message.sealed)
    if (message.kind === 'message') {
      const said = decodeMessage(content)
      if (said.is !== 'decided' || !mine.decided) return
      options.onClosed?.({ case: mine.case, verdict: mine.decided.verdict, result: said.result })
      if (said.result === 'taken') {
        send({ is: 'release', claim: mine.claim, how: 'done' })
        open = null
        return
      }
      // Another must approve too: the hub takes the case on.
      if (said.result === 'second') return
      // Refused: the case is looked at again.
      mine.decided = null
      if (mine.view) await look(mine, mine.view)
      return
    }
    const first = mine.view === null
    mine.view = decodeView(content)
    if (first) {
      send({ is: 'audit', claim: mine.claim, act: 'looked', step: null })
      if (!options.blind) await hands(mine).send({ is: 'watching', on: true })
    }
    await look(mine, mine.view)
  }

  async function look(mine: Open, view: DeskView): Promise<void> {
    if ((await options.onView?.(view, hands(mine))) || mine.decided) return
    if (view.screen.ask.is === 'with-caseworker' && !options.judge) {
      const words = confirmations(view)
      for (const word of words) await hands(mine).send(word)
      // The view comes anew.
      if (words.length > 0) return
    }
    const verdict = (options.judge ?? judge)(view)
    if (!verdict) return
    if (options.lookMs) await sleep(options.lookMs, undefined, { signal })
    await hands(mine).decide(verdict)
  }

  await new Promise<void>((resolve, reject) => {
    const end = () => {
      // A socket that is still connecting cannot be closed with a handshake.
      socket.on('error', () => {})
      if (socket.readyState === WebSocket.CONNECTING) socket.terminate()
      else socket.close()
      resolve()
    }
    if (signal.aborted) return end()
    signal.addEventListener('abort', end, { once: true })
    let order = Promise.resolve()
    socket.on('message', (data) => {
      order = order.then(() => take(decodeSocket(String(data)))).catch(reject)
    })
    socket.on('error', reject)
    socket.on('close', () => {
      signal.removeEventListener('abort', end)
      resolve()
    })
  })
}

function decisionOf(
  said: Verdict,
  view: DeskView,
  claim: string,
  evidence: Decision['evidence'],
  by: Caseworker,
): Decision {
  return {
    applicationId: view.applicationId,
    case: view.case,
    claim,
    verdict: said.verdict,
    reason: said.reason,
    note: null,
    evidence,
    caseworker: by,
    recorded: said.recorded ?? [],
    ...(said.witness ? { witness: said.witness } : {}),
    ...(said.verdict === 'approved' && view.fourEyes?.first ? { first: view.fourEyes.first.sha256 } : {}),
    at: new Date().toISOString(),
  }
}
