/** One visit and the desk that has claimed it: what a caseworker's word is worth, and of whom it speaks. */
import { randomUUID } from 'node:crypto'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskUp, DeskView } from '../../../device/contract/desk.ts'
import type { BoxRequest, Claim, Reply } from '../../../device/contract/link.ts'
import { makeKeyPair } from '../../../device/link/keys.ts'
import { openSealedJson, sealFor } from '../../../device/link/seal.ts'
import type { VisitPorts } from '../../../device/session/ports.ts'
import { Stage } from '../../../device/session/stage.ts'
import { Visit } from '../../../device/session/visit.ts'
import { sampleApplication } from '../link/sample.ts'

const test = suite('a visit and its desk')
const { chip } = await sampleApplication(randomUUID())
const nothing = () => {}
const off = () => nothing

/** A visit with a caseworker; its far end is the sealed line, as the hub relays it. */
async function visitWithDesk({ helpOnly = false, supervised = false } = {}) {
  const desk = makeKeyPair()
  const authority = makeKeyPair()
  const views: DeskView[] = []
  let seen = nothing
  const request = async (asked: BoxRequest): Promise<Reply> => {
    if (asked.is === 'lookup') {
      const { replyKey } = (await openSealedJson(authority.privateKey, asked.sealed)) as Claim & {
        replyKey: Claim['sealKey']
      }
      const facts = ['street', 'birthplace', 'mothers-first-name'].map((fact) => ({ fact, value: 'Anna' }))
      return { is: 'found', sealed: await sealFor(replyKey, { facts }) }
    }
    if (asked.is === 'to-desk' && asked.kind === 'view')
      views.push((await openSealedJson(desk.privateKey, asked.sealed)) as DeskView)
    seen()
    return { is: 'ok' }
  }
  const stage = new Stage('Prøveby', 'da', { is: 'welcome', unavailable: [], outOfService: false })
  const visit = new Visit({
    ...{
      stage,
      now: new Date('2026-03-02'),
      errands: ['passport-renewal'],
      fourEyes: [],
      supervised,
      places: [],
    },
    devices: { mrz: { on: off } },
    link: { request, onState: off, state: { is: 'up' } },
    cashier: { begin: nothing, fitted: false },
    identity: { authority: authority.publicKey },
    trace: { write: nothing },
    log: { info: nothing, warn: nothing, error: nothing },
    report: nothing,
    event: nothing,
    tamper: () => null,
    paperView: () => ({}),
  } as unknown as VisitPorts)
  visit.want('help')
  const claim: Claim = {
    ...{ case: visit.case, claim: randomUUID(), sealKey: desk.publicKey, signKey: desk.publicKey },
    caseworker: { name: 'Mette Holm', role: 'Borgerservice', municipality: 'Prøveby' },
    ...{ iceServers: [], iceTransportPolicy: 'all' },
    ...(helpOnly ? { helpOnly } : {}),
  }
  visit.onTarget({ outOfService: false, queue: null, claim })
  /** The newest view that fits. */
  const view = async (fits: (view: DeskView) => boolean): Promise<DeskView> => {
    for (;;) {
      const last = views.at(-1)
      if (last && fits(last)) return last
      await new Promise<void>((resolve) => (seen = resolve))
    }
  }
  const read = (givenNames: string) =>
    visit.runner.once('document', [], async () => ({
      inspection: { ...chip!, holder: { ...chip!.holder, givenNames } },
      plan: { age: 36, prints: true, consent: false },
      portrait: null,
      embedding: null,
    }))
  const { boxKey } = await view(() => true)
  const say = async (message: DeskUp) => assert.ok(await visit.onDesk(claim.claim, await sealFor(boxKey, message)))
  const hand = (hand: Extract<DeskUp, { is: 'hand' }>['hand']) => say({ is: 'hand', id: randomUUID(), hand })
  /** Puts a control question and answers it as the citizen. */
  const control = async (fact: 'street' | 'birthplace' | 'mothers-first-name', ...answers: string[]) => {
    await hand({ is: 'control', fact })
    for (const text of answers) visit.take({ is: 'reply', id: stage.state.question!.id, text })
  }
  return { visit, view, read, say, hand, control }
}

test('a hand that cannot be taken, and questions answered right, are the first one’s: the second is asked anew', async () => {
  const { visit, view, read, say, hand, control } = await visitWithDesk()
  await read('Anna')
  await hand({ is: 'register' })
  for (const fact of ['street', 'birthplace', 'mothers-first-name'] as const) await control(fact, 'Anna')
  await say({ is: 'finger-impossible', position: 'right-index', hand: true, reason: 'missing', lasting: 'permanently' })
  const before = await view(({ control, prints }) => control?.stands === 'passed' && prints!.impossible.length > 0)
  assert.is(before.applicant?.givenNames, 'Anna')
  // Back to "Is this you?", no, and a friend's passport is laid down.
  visit.runner.journal.forget('document')
  await read('Berta')
  visit.want('decision')
  await hand({ is: 'point', at: 'reader' })
  const after = await view(({ applicant }) => applicant?.givenNames === 'Berta')
  assert.equal(
    [after.control?.stands, after.register, after.prints!.impossible],
    ['none', null, []],
    'nothing of Anna’s is Berta’s',
  )
  visit.erase()
})

test('whoever has failed the questions gets no new ones by laying down the same document again', async () => {
  const { visit, view, read, hand, control } = await visitWithDesk()
  await read('Anna')
  await hand({ is: 'register' })
  for (const fact of ['street', 'birthplace'] as const) await control(fact, 'Ukendt', 'Ukendt')
  await view(({ control }) => control?.stands === 'failed')
  visit.runner.journal.forget('document')
  await read('Anna')
  await hand({ is: 'point', at: 'reader' })
  const after = await view(({ screen, applicant }) => applicant !== null && screen.point === 'reader')
  assert.is(after.control?.stands, 'failed')
  visit.erase()
})

test('who may only help does not watch a capture, however their page calls it: it stays a gap', async () => {
  const { visit, view, say, hand } = await visitWithDesk({ helpOnly: true, supervised: true })
  void visit.runner
    .run((it) =>
      it.once('portrait', [], async (io) => {
        io.show({ is: 'portrait' } as Parameters<typeof io.show>[0])
        return io.answer()
      }),
    )
    .catch(nothing)
  await say({ is: 'watching', on: true })
  const looking = view(({ gaps }) => (gaps ?? []).some(({ step }) => step === 'portrait'))
  // The view is made anew with every act.
  const acts = setInterval(() => void hand({ is: 'point', at: 'reader' }), 250)
  await looking
  clearInterval(acts)
  visit.end('faulted')
  visit.erase()
})

test.run()
