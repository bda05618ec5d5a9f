import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { suite } from 'uvu'
import { WebSocketServer } from 'ws'
import { BenchAct, BenchState } from '../../device/contract/bench.ts'
import { decoder } from '../../device/contract/decode.ts'
import { goodView } from './desk-case.ts'
import { buildPage, launchBrowser, pageFile, until } from './desk-room.ts'

const bench = suite<{ page: Page; room: Room }>('the bench page')
const decodeAct = decoder(BenchAct)
type Room = Awaited<ReturnType<typeof openBench>>
let browser: Browser
let built: Awaited<ReturnType<typeof buildPage>>
let picture: string

/** A scripted bench: it keeps no room, it only hears the acts and tells the page a state. */
async function openBench(folder: string, first: BenchState) {
  const acts: BenchAct[] = []
  let state = first
  let refuse: string | null = null
  const server = createServer(async (request, response) => {
    if (request.url === '/api/do') {
      let body = ''
      for await (const piece of request) body += piece
      acts.push(decodeAct(body))
      if (refuse) response.writeHead(400).end(JSON.stringify({ error: refuse }))
      else response.writeHead(204).end()
      return
    }
    const file = await pageFile(folder, '/', request)
    if (!file) return void response.writeHead(404).end()
    response.setHeader('content-type', file.type)
    file.stream.pipe(response)
  })
  const sockets = new WebSocketServer({ server, path: '/events' })
  sockets.on('connection', (socket) => socket.send(JSON.stringify(state)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    acts,
    tell(change: Partial<BenchState>) {
      state = decoder(BenchState)({ ...state, ...change })
      for (const client of sockets.clients) client.send(JSON.stringify(state))
    },
    refuseWith(sentence: string) {
      refuse = sentence
    },
    async close() {
      for (const client of sockets.clients) client.terminate()
      sockets.close()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const names = { good: 'Freja', mismatch: 'Bo', badsig: 'Ida', altered: 'Ole', child: 'Liv' } as const
function emptyRoom(): BenchState {
  return {
    citizens: (Object.keys(names) as (keyof typeof names)[]).map((id) => ({
      id,
      name: `${names[id]} Testesen`,
      dateOfBirth: id === 'child' ? '2017-04-05' : '1987-02-03',
      source: 'drawn by our own code',
      singleSource: true,
      picture,
    })),
    onReader: null,
    standing: null,
    cameraCondition: 'good',
    cameraFrozen: false,
    finger: null,
    sensor: 'sfm',
    printer: 'ready',
    terminal: { manner: 'approve', display: ['Velkommen'], charges: 0, kroner: 0 },
    pages: 0,
    plugged: { card: true, mrz: true, camera: true, finger: true, printer: true },
  }
}

bench.before(async () => {
  built = await buildPage('bench')
  browser = await launchBrowser()
  picture = (await goodView()).portraits.live!
})
bench.after(async () => {
  await browser.close()
  await built.remove()
})
bench.before.each(async (at) => {
  at.room = await openBench(built.folder, emptyRoom())
  at.page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  at.page.setDefaultTimeout(10_000)
  await at.page.goto(at.room.url)
  await at.page.getByText('Intet pas på læseren').waitFor()
})
bench.after.each(async (at) => {
  await at.page.context().close()
  await at.room.close()
})

bench('every act of the room has a button, and the state is shown as it comes', async ({ page, room }) => {
  await page.getByRole('button', { name: 'Læg pas på læseren: Freja Testesen' }).click()
  await page.getByRole('button', { name: 'Stil foran kameraet: Bo Testesen' }).click()
  await page.getByLabel('Våd').check()
  await page.getByRole('button', { name: 'Læg venstre pegefinger: Ole Testesen' }).click()
  await page.getByRole('button', { name: 'Send en ødelagt trykt linje' }).click()
  await page.getByLabel('For mørkt').check()
  await page.getByLabel('Frys billedet').check()
  await page.getByLabel('Ikke mere papir').check()
  await page.getByRole('switch', { name: 'Stik i: Fingerlæser' }).uncheck()
  await until('eight acts', () => room.acts.length === 8)
  assert.deepEqual(room.acts, [
    { is: 'put-down', citizen: 'good' },
    { is: 'stand', citizen: 'mismatch', condition: 'good' },
    { is: 'finger', citizen: 'altered', position: 'left-index', condition: 'wet' },
    { is: 'damaged-mrz' },
    { is: 'stand', citizen: null, condition: 'dark' },
    { is: 'freeze-camera', frozen: true },
    { is: 'printer', condition: 'paper-out' },
    { is: 'plug', device: 'finger', in: false },
  ])
  room.tell({
    onReader: 'good',
    standing: 'mismatch',
    finger: { citizen: 'altered', position: 'left-index', condition: 'wet' },
    pages: 2,
    plugged: { card: true, mrz: true, camera: true, finger: false, printer: true },
  })
  for (const words of ['Pas: Freja Testesen', 'Venstre pegefinger', '2 sider printet', 'Stikket er trukket ud'])
    await page.getByText(words, { exact: true }).first().waitFor()
  assert.ok(await page.getByLabel('Våd').isChecked())
  room.acts.length = 0
  await page.getByRole('button', { name: 'Tag passet væk' }).click()
  await page.getByRole('button', { name: 'Riv det ud midt i læsningen' }).click()
  await page.getByRole('button', { name: 'Gå væk' }).click()
  await page.getByRole('button', { name: 'Løft fingeren' }).click()
  await page.getByLabel('Læg en anden finger: Ole Testesen').selectOption('left-thumb')
  await page.getByLabel('WS-BD, passcanner over netværk').check()
  await until('six acts', () => room.acts.length === 6)
  assert.deepEqual(
    room.acts.map(({ is }) => is),
    ['pull-out', 'pull-out', 'stand', 'finger', 'finger', 'sensor'],
  )
  assert.ok(room.acts[1]!.is === 'pull-out' && room.acts[1]!.afterApdus! > 0)
})

bench('a card dragged onto the reader lays the passport down', async ({ page, room }) => {
  await page.locator('.citizen', { hasText: 'Ida' }).dragTo(page.locator('.place.reader'))
  await until('the act', () => room.acts.length === 1)
  assert.deepEqual(room.acts, [{ is: 'put-down', citizen: 'badsig' }])
})

bench('what the bench cannot do is said in its own sentence', async ({ page, room }) => {
  room.refuseWith('The reader is unplugged.')
  await page.getByRole('button', { name: 'Læg pas på læseren: Liv Testesen' }).click()
  await page.getByText('The reader is unplugged.').waitFor()
})

bench('no barrier that axe can find, in either language', async ({ page, room }) => {
  room.tell({ onReader: 'good', standing: 'child', plugged: { ...emptyRoom().plugged, camera: false } })
  await page.getByText('Pas: Freja Testesen').waitFor()
  for (const _ of ['da', 'en']) {
    const { violations } = await new AxeBuilder({ page: page as never }).analyze()
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`),
      [],
    )
    await page.locator('.plain').click()
  }
})

bench.run()
