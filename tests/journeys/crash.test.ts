/** The box is killed at every step, the hub goes and comes, the authority hangs up: nothing personal stays, nothing is lost or done twice. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { WebSocket } from 'ws'
import type { InboxEntry } from '../../device/contract/api.ts'
import type { Ask } from '../../device/contract/asks.ts'
import { decoder } from '../../device/contract/decode.ts'
import type { DeskView } from '../../device/contract/desk.ts'
import { ScreenDown, type ScreenState } from '../../device/contract/screen.ts'
import type { PrintEntry } from '../../drivers/printer/record.ts'
import type { Misbehaviour } from '../../drivers/virtual/authority.ts'
import { openAuthority } from '../../hub/fleet/ca.ts'
import { allBytes, type Ground, ground, until } from './ground.ts'
import { deviceFolders, found, pictureNeedles, search, wordNeedles } from './traces.ts'

const test = suite('crash')
const decodeDown = decoder(ScreenDown, 16 * 1024 * 1024)
const words = wordNeedles()
/** Every picture that a caseworker saw, and what became of the cases. */
const pictures = new Map<string, ReturnType<typeof pictureNeedles>>()
const cases: string[] = []
const began = Date.now()
let room: Ground
let desk: ReturnType<Ground['desk']>
let view: DeskView | null = null
/** Whether the caseworker decides; until then she looks and helps. */
let decides = false

test.before(async () => {
  room = await ground()
  desk = attend()
})
test.after(async () => {
  await desk?.leave()
  await room?.dispose()
})

function attend(): ReturnType<Ground['desk']> {
  return room.desk({
    onView(now) {
      view = now
      pictures.set(now.applicationId, pictureNeedles(now))
      return !decides
    },
    onCase: (state) => cases.push(state),
  })
}

async function killBox(): Promise<void> {
  process.kill(room.programs.box.process.pid!, 'SIGKILL')
  await room.programs.box.ended
}

async function misbehave(is: Misbehaviour): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  await fetch(new URL('/misbehave', room.authority), { method: 'POST', headers, body: JSON.stringify({ is }) })
}

/** What a screen is shown that opens the page now. */
function screenNow(): Promise<ScreenState> {
  const url = new URL('/screen', room.screen)
  url.protocol = 'ws:'
  const socket = new WebSocket(url)
  return new Promise<ScreenState>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (data) => {
      const message = decodeDown(String(data))
      if (message.is === 'state') resolve(message.state)
    })
  }).finally(() => socket.close())
}

function nothingPersonal(folders: readonly string[]): void {
  const { finds } = search(folders, [...words, ...[...pictures.values()].flat()], began)
  assert.equal(finds, [])
}

/** A visit that ends with the box’s death as soon as `when` holds for what the screen shows. */
async function dieWhen(when: (state: ScreenState) => Promise<boolean> | boolean): Promise<void> {
  view = null
  let killed = false
  const visit = room.visit('good', {
    async instead(state, hands) {
      // A caseworker is there from the start, so that the evidence has also gone over the line.
      if (state.ask.is === 'errand' && state.help === 'none') hands.send({ is: 'call-person' })
      if (!(await when(state))) return false
      killed = true
      await killBox()
      return true
    },
  })
  await visit.then(
    () => assert.unreachable('the visit went on to its end'),
    (error) => killed || Promise.reject(error),
  )
}

const mirrors = (state: ScreenState) => view?.screen.askId === state.askId
const at = (is: Ask['is'], more: (ask: Ask) => boolean = () => true) => ({ is, more })
const steps: Record<string, ReturnType<typeof at>> = {
  errand: at('errand'),
  privacy: at('privacy'),
  'document, before it is laid down': at('document'),
  'document, while the chip is read': at('document', (ask) => ask.is === 'document' && ask.state !== 'waiting'),
  holder: at('holder'),
  'portrait, before it is taken': at('portrait'),
  'portrait, when it is shown': at('portrait-keep'),
  'right-index': at('finger'),
  'left-index': at('finger', (ask) => ask.is === 'finger' && ask.position === 'left-index'),
  signature: at('signature'),
  contact: at('contact'),
  review: at('review'),
  decision: at('with-caseworker'),
}

/** Where most of a person is in memory; `make soak` (`EVERY_STEP=1`) kills the box at every step. */
const usual = ['document, while the chip is read', 'portrait, when it is shown', 'left-index', 'decision']
const every = process.env.EVERY_STEP === '1'

for (const [name, { is, more }] of Object.entries(steps)) {
  if (!every && !usual.includes(name)) continue
  test(`the box dies at ${name}: a fresh welcome, the desk is told, nothing of the person is on disk`, async () => {
    cases.length = 0
    await dieWhen(async (state) => {
      if (state.ask.is !== is || !more(state.ask)) return false
      // The chip is read in a moment: that one does not wait for the desk to see it.
      const still = state.ask.is !== 'document' || state.ask.state === 'waiting'
      if (still) await until('the desk sees the step', () => mirrors(state))
      return true
    })
    nothingPersonal([room.boxData, ...deviceFolders()])
    await room.startBox()
    const { visit, ask, call, text, help } = await screenNow()
    assert.equal(
      { visit, ask: ask.is, call, text, help },
      { visit: null, ask: 'welcome', call: null, text: null, help: 'none' },
    )
    await until('the desk is told that the box lost the visit', () => cases.includes('box-lost'))
  })
}

/** Runs a visit that is decided; returns what the inbox has of it that it had not before, and pages printed. */
async function since(): Promise<() => Promise<{ entries: InboxEntry[]; pages: number }>> {
  const before = new Set((await room.inbox()).map((entry) => entry.applicationId))
  const pagesBefore = (await room.benchState()).pages
  return async () => ({
    entries: (await room.inbox()).filter((entry) => !before.has(entry.applicationId)),
    pages: (await room.benchState()).pages - pagesBefore,
  })
}

const outbox = () => allBytes(join(room.boxData, 'outbox/applications'))
const finishing = ({ ask }: ScreenState) => ask.is === 'finishing'

async function deliveredOnce(fresh: Awaited<ReturnType<typeof since>>): Promise<InboxEntry> {
  await until('it is delivered', async () => (await fresh()).entries.length > 0)
  await until('the outbox is empty', () => outbox().length === 0)
  const { entries, pages } = await fresh()
  assert.is(entries.length, 1)
  assert.is(entries[0]!.verified, true)
  assert.ok(pages <= 1, `${pages} receipts`)
  return entries[0]!
}

test('the box dies between decision and delivery: the application, sealed on disk, is delivered once after its start', async () => {
  const fresh = await since()
  decides = true
  await misbehave('down')
  await dieWhen(async (state) => {
    if (!finishing(state)) return false
    await until('it is in the outbox', () => outbox().length === 1)
    return true
  })
  assert.is(outbox().length, 1)
  nothingPersonal([room.boxData, ...deviceFolders()])
  await misbehave('none')
  assert.is((await fresh()).entries.length, 0)
  await room.startBox()
  const entry = await deliveredOnce(fresh)
  assert.is(entry.deliveries, 1)
  assert.is(entry.captures, true)
})

test('the authority stores it and hangs up, and the box dies: it is there once', async () => {
  const fresh = await since()
  await misbehave('hang-up')
  await dieWhen(async (state) => {
    if (!finishing(state)) return false
    await until('the authority has it', async () => (await fresh()).entries.length === 1)
    return true
  })
  assert.is(outbox().length, 1, 'without an acknowledgement it stays')
  await misbehave('none')
  await room.startBox()
  assert.ok((await deliveredOnce(fresh)).deliveries >= 2)
})

test('the box dies while the receipt is printed: delivered once, printed once at most, the end written in the ledger', async () => {
  const fresh = await since()
  await dieWhen(({ ask }) => ask.is === 'finishing' && ask.receipt === 'printing')
  await room.startBox()
  await deliveredOnce(fresh)
  const stories = () => {
    const lines = readFileSync(join(room.boxData, 'print.jsonl'), 'utf8').split('\n').filter(Boolean)
    return Map.groupBy(
      lines.map((line) => JSON.parse(line) as PrintEntry),
      ({ name }) => name,
    )
  }
  const ended = (story: PrintEntry[]) =>
    story.filter(({ is }) => ['printed', 'uncertain', 'failed'].includes(is)).length
  await until('every print has an end', () => [...stories().values()].every((story) => ended(story) === 1))
  assert.ok((await fresh()).pages <= 1)
})

test('the authority is down: the citizen is told “later” and goes home, and it arrives once when the inbox is back', async () => {
  const fresh = await since()
  await misbehave('down')
  const told = new Set<string>()
  const result = await room.visit('good', { onState: ({ ask }) => ask.is === 'finishing' && told.add(ask.delivery) })
  assert.is(result.outcome, 'approved')
  assert.ok(told.has('later'))
  assert.is((await fresh()).entries.length, 0)
  await misbehave('none')
  assert.is((await deliveredOnce(fresh)).deliveries, 1)
  assert.is((await fresh()).pages, 1)
})

test('the hub goes in the middle and comes back: the citizen goes on, is told while waiting, and the case is decided', async () => {
  const fresh = await since()
  let back: Promise<void> | null = null
  const hubGone: boolean[] = []
  const result = await room.visit('good', {
    onState: ({ ask }) => ask.is === 'waiting' && hubGone.push(ask.hubGone),
    async instead({ ask }) {
      if (ask.is === 'portrait' && hubGone.length === 0 && !back) {
        await room.programs.hub.stop()
        back = new Promise(() => {})
      }
      if (ask.is === 'waiting' && ask.hubGone) {
        back = room.startHub().then(() => {
          desk = attend()
        })
      }
      return false
    },
  })
  assert.is(result.outcome, 'approved')
  assert.is(hubGone[0], true)
  assert.is(hubGone.at(-1), false)
  await deliveredOnce(fresh)
})

test('the hub is killed while the caseworker looks: the citizen waits, and another claim decides the same case', async () => {
  const fresh = await since()
  decides = false
  let hub: Promise<void> | null = null
  const asks: string[] = []
  const result = await room.visit('good', {
    onState: ({ ask }) => asks.at(-1) !== ask.is && asks.push(ask.is),
    async instead({ ask }) {
      if (ask.is !== 'with-caseworker' || hub) return false
      process.kill(room.programs.hub.process.pid!, 'SIGKILL')
      await room.programs.hub.ended
      decides = true
      hub = room.startHub().then(() => {
        desk = attend()
      })
      return false
    },
  })
  await hub
  assert.is(result.outcome, 'approved')
  assert.is((await deliveredOnce(fresh)).deliveries, 1)
})

test('a box without a certificate, or with one that another hub has signed, is refused', async () => {
  const { hub, identity } = JSON.parse(readFileSync(join(room.folder, 'box.json'), 'utf8'))
  const ca = readFileSync(join(identity, 'hub-ca.crt'), 'utf8')
  const refused = (options: object) =>
    new Promise<string>((resolve, reject) => {
      const socket = new WebSocket(hub, { ca, ...options })
      socket.on('open', () => reject(new Error('it was let in')))
      socket.on('error', (error) => resolve(error.message))
    })
  assert.match(await refused({}), '401')
  const folder = mkdtempSync(join(tmpdir(), 'boks-foreign-'))
  const foreign = await openAuthority(folder)
  rmSync(folder, { recursive: true })
  assert.match(await refused(await foreign.forServer(['box'])), '401')
})

test('after all that, nothing of a person is on any disk of the demo or in any log', () => {
  const needles = [...words, ...[...pictures.values()].flat()]
  assert.ok(
    pictures.size >= 5 && [...pictures.values()].some((one) => one.length >= 100),
    'there was something to find',
  )
  const { finds, files, size } = search([room.folder, ...deviceFolders()], needles, began)
  assert.equal(finds, [])
  // The search itself is tried: what is planted is found.
  const planted = join(room.boxData, 'planted')
  const [portrait] = [...pictures.values()].at(-1)!
  writeFileSync(
    planted,
    Buffer.concat([Buffer.from('x'), Buffer.from(Buffer.from('& UT1000017').toString('base64')), portrait!.bytes]),
  )
  assert.ok(search([room.boxData], needles, began).finds.length >= 2)
  assert.ok(files > 20, `${files} files, ${size} bytes`)
  const log = room.logs.join('\n')
  assert.ok(room.logs.length > 50)
  assert.equal(found(Buffer.from(log), [...wordNeedles(4), ...needles]), [])
})

test.run()
