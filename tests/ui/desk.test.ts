import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { suite } from 'uvu'
import { Decision } from '../../device/contract/application.ts'
import { decoder } from '../../device/contract/decode.ts'
import type { DeskView } from '../../device/contract/desk.ts'
import { da } from '../../ui/box/texts/da.ts'
import { verify } from '../../ui/shared/seal.ts'
import { caseId, checks, goodView, queueEntry, sha } from './desk-case.ts'
import { buildPage, caseworker, launchBrowser, openRoom, type Room, until } from './desk-room.ts'

const desk = suite<{ context: BrowserContext; page: Page; room: Room }>('the caseworker’s desk')
const decision = decoder(Decision)
let browser: Browser
let built: Awaited<ReturnType<typeof buildPage>>
let good: DeskView

desk.before(async () => {
  built = await buildPage('desk')
  browser = await launchBrowser()
  good = await goodView()
})
desk.after(async () => {
  await browser.close()
  await built.remove()
})
desk.before.each(async (at) => {
  at.room = await openRoom({ folder: built.folder, queue: [queueEntry()], view: good })
  at.context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  at.page = await at.context.newPage()
  at.page.setDefaultTimeout(10_000)
})
desk.after.each(async (at) => {
  await at.context.close()
  await at.room.close()
})

async function enter(page: Page, room: Room) {
  await page.goto(room.url)
  await page.getByLabel('Brugernavn').fill('mette')
  await page.getByLabel('Adgangskode').fill('boks')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Borgere, der venter' }).waitFor()
}
async function take(page: Page, room: Room) {
  await enter(page, room)
  await page.getByRole('button', { name: 'Tag sag B 47' }).click()
  await page.locator('[data-verdict]').waitFor()
}
async function decided(room: Room) {
  const { jws } = await until('a decision', () => room.of('decide'))
  return decision(await verify(jws, room.claim().signKey))
}
async function assertAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page: page as never }).analyze()
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`),
    [],
  )
}

desk('a wrong password is said, and nobody gets in', async ({ page, room }) => {
  await page.goto(room.url)
  await page.getByLabel('Brugernavn').fill('mette')
  await page.getByLabel('Adgangskode').fill('gæt')
  await page.keyboard.press('Enter')
  await page.getByText('Brugernavn eller adgangskode er forkert.').waitFor()
  await assertAccessible(page)
})

desk('the queue says who waits where, and that a colleague was faster', async ({ page, room }) => {
  await enter(page, room)
  room.setQueue([queueEntry({ again: true, boxConnected: false, why: 'help', step: 'portrait' })])
  await page.getByText('Mistede forbindelsen til en sagsbehandler').waitFor()
  await page.getByText('Boksen svarer ikke lige nu').waitFor()
  await assertAccessible(page)
  room.setQueue([queueEntry({ claimedBy: 'Jens' })])
  await page.getByText('Hos Jens').waitFor()
  assert.equal(await page.getByRole('button', { name: /Tag sag/ }).count(), 0)
})

desk('what a check stands on is a click away: certificate, country and date, in words', async ({ page, room }) => {
  await take(page, room)
  await page.getByText('Hvad de bygger på').click()
  await page.getByText('Landets eget certifikat: C=UT, CN=Test Country Authority').waitFor()
  await page.getByText('Underskrevet: 22. nov. 2025').waitFor()
  await assertAccessible(page)
})

desk('everything about a good case is on one screen without scrolling', async ({ page, room }) => {
  await take(page, room)
  for (const words of ['FREJA TESTESEN', '39 år', 'Passet er ægte', '71 %', 'Klarhed 78 af 100', '2 forsøg'])
    await page.getByText(words).first().waitFor()
  assert.equal(await page.getByText('NFIQ').count(), 0)
  assert.equal(await page.locator('[data-check].passed').count(), 6)
  const sizes = await page
    .locator('.portraits img')
    .evaluateAll((all) => all.map((one) => [one.clientWidth, one.clientHeight]))
  assert.deepEqual(sizes[0], sizes[1])
  const [high, wide] = await page.evaluate(() => [
    document.documentElement.scrollHeight,
    document.documentElement.scrollWidth,
  ])
  assert.ok(high! <= 900 && wide! <= 1440, `${wide}×${high}`)
  await until('the look in the audit', () => room.ups.some((up) => up.is === 'audit' && up.act === 'looked'))
  await assertAccessible(page)
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByText('The passport is genuine').waitFor()
})

desk('an altered passport of somebody else is red, said in words, and cannot be approved', async ({ page, room }) => {
  await take(page, room)
  await room.show({
    ...good,
    chip: {
      ...good.chip!,
      verdict: 'altered',
      checks: { ...checks, dgHashes: { result: 'failed', reason: 'mismatch', evidence: {} } },
    },
    portraits: { ...good.portraits, comparison: { ...good.portraits.comparison!, similarity: 0.31, match: false } },
    blocks: ['not-genuine'],
  })
  await page.locator('.verdict.bad[data-verdict=altered]').getByText('Ikke ægte: indholdet er ændret').waitFor()
  await page.locator('.verdict.bad[data-match=false]').getByText('er det den samme person').waitFor()
  await page.locator('[data-check=dgHashes].failed').waitFor()
  assert.ok(await page.getByRole('button', { name: 'Godkend' }).isDisabled())
  assert.ok(await page.getByRole('button', { name: 'Afvis' }).isEnabled())
  await assertAccessible(page)
})

desk('the mirrored question, the finger’s advice and the timeout are told in words', async ({ page, room }) => {
  await take(page, room)
  const ask = { is: 'finger', position: 'right-index', attempt: 2, attempts: 3, state: 'waiting', image: null } as const
  await room.show({
    ...good,
    evidence: null,
    screen: {
      ...good.screen,
      ask: { ...ask, advice: 'press-harder', problem: 'finger.timeout' },
      timeout: { warning: 'first', secondsLeft: 30 },
    },
  })
  await page.getByText('Læg højre pegefinger på læseren (forsøg 2 af 3). Tryk lidt hårdere.').waitFor()
  await page.getByText('Ingen finger blev lagt på i tide.').waitFor()
  await page.getByText('Borgeren bliver spurgt, om de stadig er der.').waitFor()
  await page.getByText('Du kan afgøre sagen, når alt er optaget.').waitFor()
  assert.ok(await page.getByRole('button', { name: 'Afvis' }).isDisabled())
})

desk('a retake reaches the box sealed, also when the box was deaf at first', async ({ page, room }) => {
  await take(page, room)
  room.setDeaf(true)
  await page.getByRole('button', { name: 'Tag igen: Billede' }).click()
  await until('the first try', () => room.ups.some((up) => up.is === 'to-box'))
  room.setDeaf(false)
  const { step } = await until('the retake', () => room.of('retake'))
  assert.equal(step, 'portrait')
  assert.ok(room.ups.some((up) => up.is === 'audit' && up.act === 'retake' && up.step === 'portrait'))
})

desk('an approval is signed over the hashes that were on the screen', async ({ page, room }) => {
  await take(page, room)
  await page.getByRole('button', { name: 'Godkend' }).click()
  await page.getByRole('button', { name: 'Ja, godkend og underskriv' }).click()
  const said = await decided(room)
  assert.equal(said.verdict, 'approved')
  assert.equal(said.claim, room.claim().id)
  assert.equal(said.applicationId, good.applicationId)
  assert.deepEqual(said.evidence, good.evidence)
  assert.deepEqual(said.recorded, [])
  assert.deepEqual(said.caseworker, caseworker)
  await room.tell({ is: 'decided', result: 'taken' })
  await page.getByText('Afgørelsen er taget.').waitFor()
  await page.getByRole('button', { name: 'Afslut samtalen' }).click()
  await until('the release', () => room.ups.find((up) => up.is === 'release' && up.how === 'done'))
  await page.getByRole('heading', { name: 'Borgere, der venter' }).waitFor()
  assert.equal(await page.getByText('FREJA').count(), 0)
})

desk('a part retaken while the caseworker confirms stops the signature', async ({ page, room }) => {
  await take(page, room)
  await page.getByRole('button', { name: 'Godkend' }).click()
  await room.show({ ...good, evidence: { ...good.evidence!, portrait: sha('another portrait') } })
  await page.getByText('Noget er ændret, mens du kiggede.').waitFor()
  assert.ok(await page.getByRole('button', { name: 'Ja, godkend og underskriv' }).isDisabled())
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await room.tell({ is: 'decided', result: 'stale' })
  await page.getByText('noget er taget om, siden du så det').waitFor()
})

desk('a rejection names its reason and shows what the citizen will read', async ({ page, room }) => {
  await take(page, room)
  await page.getByRole('button', { name: 'Afvis' }).click()
  const signIt = page.getByRole('button', { name: 'Afvis og underskriv' })
  assert.ok(await signIt.isDisabled())
  await page.getByLabel('Begrundelse').selectOption('other')
  assert.ok(await signIt.isDisabled(), '“other” needs words of one’s own')
  await page.getByLabel('Begrundelse').selectOption('portrait-not-you')
  await page.getByLabel('Dine egne ord til borgeren').fill('Kom gerne igen.')
  const told = page.locator('blockquote').filter({ hasText: da.farewell.reason['portrait-not-you'] })
  await told.filter({ hasText: 'Kom gerne igen.' }).waitFor()
  await assertAccessible(page)
  await signIt.click()
  const said = await decided(room)
  assert.deepEqual([said.verdict, said.reason, said.note], ['rejected', 'portrait-not-you', 'Kom gerne igen.'])
})

desk('what the citizen says of a finger is confirmed, and its consequence recorded', async ({ page, room }) => {
  await take(page, room)
  const impossible = { position: 'right-index', reason: 'bandaged', lasting: 'temporarily', caseworker: null } as const
  const [right, left] = good.fingers
  const stated = {
    ...good,
    fingers: [
      { ...right!, outcome: 'unavailable', tries: 0, clarity: null, preview: null, impossible: [impossible] },
      { ...left!, attack: 'suspected', sameAs: 'right-thumb' },
    ],
    signature: null,
    cannotSign: true,
    prints: { impossible: [impossible], consequence: { is: 'one-hand', missing: 'right' } },
    blocks: ['prints-unconfirmed', 'prints-consequence', 'no-signature'],
  } satisfies DeskView
  await room.show(stated)
  await page.getByRole('button', { name: 'Bekræft: for en tid: højre pegefinger' }).click()
  const word = await until('a word about a finger', () => room.of('finger-impossible'))
  assert.deepEqual(word, {
    is: 'finger-impossible',
    position: 'right-index',
    hand: false,
    reason: 'bandaged',
    lasting: 'temporarily',
  })
  await page.getByText('Læseren tvivler på, at det var en levende finger').waitFor()
  await page.getByText('Samme finger som højre tommelfinger').waitFor()
  await assertAccessible(page)
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/desk-fingers.png`, fullPage: true })

  const judged = [{ ...impossible, caseworker: 'Mette Holm' }]
  await room.show({
    ...stated,
    prints: { ...stated.prints, impossible: judged },
    blocks: ['prints-consequence', 'no-signature'],
  })
  await page.getByLabel('Passet får aftryk af én hånd').check()
  await page.getByLabel('ikke kan skrive under').check()
  await page.getByRole('button', { name: 'Godkend', exact: true }).click()
  await page.getByRole('button', { name: 'Underskriv' }).click()
  assert.deepEqual((await decided(room)).recorded, ['prints-one-hand', 'cannot-sign'])
})

desk(
  'a caseworker who sees a hand that cannot be laid down records it, and may end the tries',
  async ({ page, room }) => {
    await take(page, room)
    const ask = {
      is: 'finger',
      position: 'left-index',
      attempt: 2,
      attempts: 3,
      state: 'waiting',
      image: null,
    } as const
    await room.show({ ...good, fingers: [], screen: { ...good.screen, ask: { ...ask, advice: null, problem: null } } })
    await page.getByText('Se på hånden').waitFor()
    await page.getByText('Kan ikke tages').click()
    await page.getByLabel('Det gælder hele hånden').check()
    await page.getByLabel('Hvorfor?').selectOption('cannot-place')
    await page.getByLabel('Hvor længe?').selectOption('permanently')
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/desk-judge.png`, fullPage: true })
    await page.getByRole('button', { name: 'Registrér' }).click()
    assert.deepEqual(await until('a word', () => room.of('finger-impossible')), {
      is: 'finger-impossible',
      position: 'left-index',
      hand: true,
      reason: 'cannot-place',
      lasting: 'permanently',
    })
    await page.getByRole('button', { name: 'Ikke flere forsøg: brug det bedste' }).click()
    assert.deepEqual(await until('a word', () => room.of('finger-enough')), { is: 'finger-enough', hand: 'left' })
  },
)

desk('a child is approved only with the recorded consent', async ({ page, room }) => {
  await take(page, room)
  await room.show({ ...good, errand: 'passport-child', age: 9, blocks: ['consent-missing'] })
  const approve = page.getByRole('button', { name: 'Godkend' })
  await page.locator('[data-block=consent-missing]').waitFor()
  assert.ok(await approve.isDisabled())
  await page.getByLabel('Samtykke fra alle forældremyndighedsindehavere er registreret').check()
  // What no measure says of the portrait is asked of a person, and the answer signed.
  await page.locator('.checklist summary').first().click()
  for (const asked of ['Udtrykket er neutralt', 'Ingen hovedbeklædning']) await page.getByText(asked).waitFor()
  await page.getByLabel('Jeg har set efter, og billedet er i orden').check()
  await approve.click()
  await page.getByRole('button', { name: 'Ja, godkend og underskriv' }).click()
  assert.deepEqual((await decided(room)).recorded, ['custody-consent', 'portrait-checked'])
})

desk('somebody who called for help comes to wait for a decision: “end the help” is gone', async ({ page, room }) => {
  await enter(page, room)
  room.setQueue([queueEntry({ why: 'help', step: 'left-index' })])
  await page.getByRole('button', { name: 'Tag sag B 47' }).click()
  const endHelp = page.getByRole('button', { name: 'Afslut hjælpen' })
  await endHelp.waitFor()
  room.setQueue([queueEntry({ why: 'decision', step: 'decision' })])
  await endHelp.waitFor({ state: 'detached' })
})

desk('typed words go both ways', async ({ page, room }) => {
  await take(page, room)
  await page.getByLabel('Besked til borgeren').fill('Kan du høre mig?')
  await page.keyboard.press('Enter')
  assert.equal((await until('the words', () => room.of('text'))).text, 'Kan du høre mig?')
  await room.tell({ is: 'text', text: 'Ja,' })
  await room.tell({ is: 'text', text: 'Ja, fint' })
  await page.getByText('Ja, fint').waitFor()
  assert.equal(await page.locator('.talk .citizen').count(), 1)
})

desk('a box that dies takes its evidence along, and the desk says so', async ({ page, room }) => {
  await take(page, room)
  room.down({ is: 'case', claim: room.claim().id, state: 'box-silent' })
  await page.getByText('Boksen svarer ikke lige nu. Vent').waitFor()
  room.down({ is: 'case', claim: room.claim().id, state: 'box-back' })
  await page.getByText('Boksen svarer igen.').waitFor()
  room.down({ is: 'case', claim: room.claim().id, state: 'box-lost' })
  await page.getByText('Billeder og fingeraftryk er væk; kun sagsnummer og trin er tilbage.').waitFor()
  await page.getByText('B 47').waitFor()
  assert.equal(await page.locator('img').count(), 0)
  assert.equal(await page.getByText('FREJA').count(), 0)
  await assertAccessible(page)
})

desk('a short gap in the desk’s own line keeps the case, and what was said in it arrives', async ({ page, room }) => {
  await take(page, room)
  room.cutLine('kept')
  await page.getByText('Ingen forbindelse til serveren.').waitFor()
  assert.ok(await page.getByRole('button', { name: 'Godkend' }).isDisabled())
  await page.getByLabel('Besked til borgeren').fill('Et øjeblik')
  await page.keyboard.press('Enter')
  await page.getByText('Ingen forbindelse til serveren.').waitFor({ state: 'detached' })
  assert.equal((await until('the words', () => room.of('text'))).text, 'Et øjeblik')
  await page.getByText('FREJA TESTESEN').waitFor()
  assert.ok(await page.getByRole('button', { name: 'Godkend' }).isEnabled())
})

desk('a desk whose line was gone for too long has lost the case, and says so', async ({ page, room }) => {
  await take(page, room)
  for (const then of ['taken', 'requeued'] as const) {
    room.cutLine(then)
    await page.getByText('Din forbindelse til serveren gik tabt.').waitFor()
    assert.equal(await page.getByText('FREJA').count(), 0)
    await page.getByRole('button', { name: 'Tag sag B 47' }).click()
    await page.locator('[data-verdict=genuine]').waitFor()
  }
  const claims = room.ups.filter((up) => up.is === 'claim')
  const keys = new Set(claims.map((up) => up.sealKey.x))
  assert.equal(keys.size, 3, 'each claim has keys of its own')
  assert.ok(claims.every((up) => up.case === caseId))
})

desk('a message that was changed on the way is not shown', async ({ page, room }) => {
  await take(page, room)
  room.down({ is: 'from-box', claim: room.claim().id, kind: 'view', sealed: 'a.b.c.d.e' })
  await page.getByText('En besked fra boksen kunne ikke åbnes.').waitFor()
  await page.getByText('FREJA TESTESEN').waitFor()
})

desk(
  'a case that is kept for a colleague opens with a reason only, and it is said to the hub',
  async ({ page, room }) => {
    await enter(page, room)
    room.setQueue([queueEntry({ heldFor: 'Jens Krog', fit: 'held', voice: true })])
    await page.getByRole('button', { name: 'Åbn sag B 47 med begrundelse' }).click()
    // The field has the focus.
    await page.locator('textarea:focus').waitFor()
    await page.keyboard.type('for kort')
    assert.equal(await page.getByRole('button', { name: 'Åbn sagen', exact: true }).isDisabled(), true)
    await page.keyboard.type(', nu lang nok')
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Åbn sagen', exact: true }).click()
    await page.locator('[data-verdict]').waitFor()
    const claim = room.ups.find((up) => up.is === 'claim')
    assert.equal(claim?.is === 'claim' && claim.reason, 'for kort, nu lang nok')
    // Help by voice only begins without the caseworker's picture.
    await page.getByRole('button', { name: 'Slå kamera til' }).waitFor()
  },
)

desk.run()
