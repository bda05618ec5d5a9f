/**
 * Supervised remote enrolment: the seven points of NIST SP 800-63A (DOMAIN.md), one test for each, over the whole product.
 * The picture itself is tried with real browsers in browsers.test.ts; here the desk says whether it sees.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { WebSocket } from 'ws'
import type { DeskView } from '../../device/contract/desk.ts'
import type { Fleet } from '../../device/contract/fleet-view.ts'
import { type ScreenState, ScreenUp } from '../../device/contract/screen.ts'
import { GAP_MS } from '../../device/session/watch.ts'
import { SUPERVISING } from '../../hub/queue/cases.ts'
import { fitOf } from '../../hub/queue/fit.ts'
import { demoTechnician } from '../../provisioning/demo/demo.ts'
import { callHub, signIn } from '../../provisioning/hub-client.ts'
import type { DeskHands } from '../../provisioning/robot/caseworker.ts'
import { type Ground, ground, until } from './ground.ts'

const test = suite('supervised remote enrolment (SP 800-63A)')
const folder = mkdtempSync(join(tmpdir(), 'boks-tamper-'))
const tamper = join(folder, 'switch')
let room: Ground

test.before(async () => {
  writeFileSync(tamper, '0\n')
  room = await ground({ box: { supervised: true, tamper } })
})
test.after(async () => {
  await room?.dispose()
  rmSync(folder, { recursive: true, force: true })
})

const deciding = (view: DeskView) => view.steps.some(({ step, is }) => step === 'decision' && is === 'now')
const approve = { verdict: 'approved', reason: null } as const

/** A visit with a caseworker who does what `onView` says; returns what came of it and every screen the citizen saw. */
async function enrol(
  onView: (view: DeskView, hands: DeskHands) => boolean | Promise<boolean>,
  instead: (ask: string) => Promise<void> = async () => {},
  more: { blind?: boolean; onScreen?: (state: ScreenState) => void } = {},
) {
  const results: string[] = []
  const asks: string[] = []
  const acts = new Set<string>()
  const { blind = false, onScreen } = more
  const desk = room.desk({ onView, blind, onClosed: ({ result }) => results.push(result) })
  try {
    const result = await room.visit('good', {
      onState(state) {
        const { ask, act, point } = state
        onScreen?.(state)
        if (asks.at(-1) !== ask.is) asks.push(ask.is)
        if (act) acts.add(`${act.by}: ${act.act}`)
        if (point) acts.add(`points at ${point}`)
      },
      instead: async ({ ask }) => {
        await instead(ask.is)
        return false
      },
    })
    return { outcome: result.outcome, results, asks, acts }
  } finally {
    await desk.leave()
  }
}

test('1. continuous video: a gap in the picture is found, marked, forbids approval, and is mended by taking it again', async () => {
  let gone: 'no' | 'now' | 'was' = 'no'
  const marked: DeskView['gaps'] = []
  let refused = false
  let again = false
  const { outcome, results } = await enrol(
    async (view, hands) => {
      if (view.screen.ask.is === 'signature' && gone === 'no') {
        gone = 'now'
        await hands.send({ is: 'watching', on: false })
        await sleep(GAP_MS + 500)
        gone = 'was'
        await hands.send({ is: 'watching', on: true })
      }
      if (!deciding(view)) return true
      if (!refused) {
        refused = true
        marked.push(...(view.gaps ?? []))
        assert.ok(view.blocks.includes('unwatched'))
        await hands.decide(approve)
      } else if (!again) {
        again = true
        await hands.send({ is: 'retake', step: 'signature' })
      } else if (view.gaps?.length === 0) await hands.decide(approve)
      return true
    },
    // The citizen writes when the caseworker is back.
    async (ask) => {
      if (ask === 'signature') await until('the picture is back', () => gone === 'was')
    },
  )
  assert.equal(
    marked.map(({ step }) => step),
    ['signature'],
  )
  assert.equal(results, ['blocked', 'taken'])
  assert.is(outcome, 'approved')
})

test('2. a live operator throughout: none here, or one who does not see, and no capture begins', async () => {
  let screen: ScreenState | undefined
  let sees = false
  const unseen: string[] = []
  const meanwhile: string[] = []
  const { outcome } = await enrol(
    async (_view, hands) => {
      if (sees || meanwhile.length > 0) return false
      // Each word has gone through the box and come to the screen: it has had every chance to begin.
      for (const text of ['Goddag.', 'Min skærm er sort.', 'Vent lidt.']) {
        await hands.send({ is: 'text', text })
        await until(`the citizen reads “${text}”`, () => screen?.text === text)
        meanwhile.push(screen!.ask.is)
      }
      sees = true
      await hands.send({ is: 'watching', on: true })
      return false
    },
    async () => {},
    {
      blind: true,
      onScreen(state) {
        screen = state
        if (!sees && ['portrait', 'portrait-move', 'finger', 'signature'].includes(state.ask.is))
          unseen.push(state.ask.is)
      },
    },
  )
  assert.equal(meanwhile, ['with-caseworker', 'with-caseworker', 'with-caseworker'])
  assert.equal(unseen, [])
  assert.is(outcome, 'approved')
})

test('3. everything is visible: the operator sees each ask, the citizen each act, and the audit log keeps it', async () => {
  let done = false
  const mirrored = new Set<string>()
  const asked = ['portrait-keep', 'signature', 'review']
  const operate = async (view: DeskView, hands: DeskHands) => {
    mirrored.add(view.screen.ask.is)
    if (view.screen.ask.is === 'finger' && !done) {
      done = true
      await hands.send({ is: 'hand', id: randomUUID(), hand: { is: 'point', at: 'finger' } })
    }
    return false
  }
  const { acts, outcome } = await enrol(operate, async (ask) => {
    if (asked.includes(ask)) await until(`the desk sees ${ask}`, () => mirrored.has(ask))
  })
  assert.is(outcome, 'approved')
  assert.equal(acts, new Set(['Kirsten Dahl: point', 'points at finger']))
  const cookie = await signIn(room.web, { user: 'leo', password: 'leo-demo' })
  await until('the act stands in the audit log', async () => {
    const reply = await fetch(new URL('/api/audit', room.web), { headers: { cookie } })
    const { entries, chain } = (await reply.json()) as {
      entries: { act: string; detail: string }[]
      chain: { is: string }
    }
    return chain.is === 'intact' && entries.some(({ act, detail }) => act === 'act' && detail === 'point finger')
  })
})

test('4. integrated sensors only: no message of the screen can bring a picture, a print or a chip', () => {
  // Strokes of the signature are the only capture that comes from the screen: from the glass the citizen writes on.
  const schema = JSON.stringify(ScreenUp)
  assert.not.match(schema, /data:image|base64|[Pp]ng|[Jj]peg|[Bb]ytes/)
})

test('5. operators trained for it: a supervised capture waits for somebody with that skill', () => {
  const need = {
    skills: ['passport-renewal', SUPERVISING],
    language: 'da',
    place: null,
    heldFor: null,
    heldUntil: null,
  }
  const person = { user: 'jens', languages: null, places: null }
  assert.is(fitOf({ ...person, skills: ['passport-renewal'] }, need, new Date()), 'skill')
  assert.is(fitOf({ ...person, skills: ['passport-renewal', SUPERVISING] }, need, new Date()), 'yes')
})

test('6. tamper detection: a housing that is opened ends the visit, erases it, locks the box and tells the hub', async () => {
  const { outcome, results } = await enrol(async (view) => {
    if (view.screen.ask.is === 'finger' && view.tamper === 'closed') writeFileSync(tamper, '1\n')
    return true
  })
  assert.not.ok(results.includes('taken'))
  assert.is(outcome, 'faulted')
  const cookie = await signIn(room.web, demoTechnician)
  const told = async () =>
    ((await callHub(room.web, cookie, 'GET', '/api/fleet')) as Fleet).boxes[0]!.alarms.some(
      ({ kind }) => kind === 'tamper',
    )
  await until('the alarm', told)
})

test('7. both ends prove who they are: without an enrolled certificate the hub answers nobody', async () => {
  const health = (await (await fetch(new URL('/api/health', room.web))).json()) as { boxes: number }
  assert.is(health.boxes, 1)
  const refused = await new Promise<string>((resolve) => {
    const hub = room.programs.hub.ready as { box: string }
    const socket = new WebSocket(hub.box, { rejectUnauthorized: false })
    socket.on('error', (error) => resolve(error.message))
    socket.on('open', () => resolve('open'))
  })
  assert.match(refused, '401')
  const foreign = await new Promise<string>((resolve) => {
    const socket = new WebSocket((room.programs.hub.ready as { box: string }).box)
    socket.on('error', (error) => resolve(error.message))
    socket.on('open', () => resolve('open'))
  })
  assert.is.not(foreign, 'open', 'a certificate that nobody we trust has signed ends the call from our side')
})

test.run()
