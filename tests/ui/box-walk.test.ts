import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { everyScreen } from './box-asks.ts'
import { openRoom, type Room } from './box-room.ts'

/** Less than the 64 px we draw, more than the 24 px of WCAG 2.5.8: what a finger needs at the very least (px). */
const TARGET_MIN = 44

let room: Room
test.before(async () => {
  room = await openRoom()
})
test.after(() => room.close())

const visit = '11111111-1111-4111-8111-111111111111'

/** Shows each screen in turn within one visit, and waits until it stands. */
async function walk(page: Page, language: 'da' | 'en', look: (name: string) => Promise<void>) {
  for (const [name, state] of Object.entries(everyScreen(room.pictures))) {
    room.show({ ...state, language, visit })
    await page.waitForFunction(
      ([lang, is]) => document.documentElement.lang === lang && document.querySelector(`main[data-ask="${is}"]`),
      [language, state.ask.is] as const,
    )
    await look(name)
  }
}

/** What is clipped to the side, and what is too small to hit. */
function misfits(page: Page, least: number) {
  return page.evaluate((min) => {
    const found: string[] = []
    if (document.documentElement.scrollWidth > innerWidth) found.push(`page ${document.documentElement.scrollWidth}`)
    for (const part of document.querySelectorAll(
      '.frame, .top, .screen, .call, .bottom, dialog, .button, h1, h2, p, dd',
    ))
      if (part.scrollWidth > part.clientWidth + 1 && !part.classList.contains('sr-only'))
        found.push(`${part.tagName}.${part.className} is ${part.scrollWidth} in ${part.clientWidth}`)
    for (const target of document.querySelectorAll('button, input, label.radio')) {
      const { width, height, right } = target.getBoundingClientRect()
      if (width < min || height < min) found.push(`target ${target.textContent} ${width}×${height}`)
      if (right > innerWidth + 1) found.push(`${target.textContent} sticks out to ${right}`)
    }
    return found
  }, least)
}

/** axe's faults, a missing heading, or a text that was left out. */
async function faults(page: Page): Promise<string[]> {
  // Legacy mode only leaves out frames, of which we have none, and takes a third of the time.
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
    .analyze()
  const found = violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target).join(', ')}`)
  if ((await page.locator('main h1').count()) !== 1) found.push('not one heading')
  const text = (await page.textContent('body')) ?? ''
  return /undefined|null|NaN|\[object/.test(text) ? [...found, `holes in: ${text}`] : found
}

test('no screen has an accessibility fault or a missing word, in Danish', async () => {
  const page = await room.page()
  await walk(page, 'da', async (name) => assert.equal([name, ...(await faults(page))], [name]))
  await page.context().close()
})

test('nor has any question in English', async () => {
  const page = await room.page()
  const seen = new Set<string>()
  await walk(page, 'en', async (name) => {
    const ask = (await page.getAttribute('main', 'data-ask'))!
    if (!seen.has(ask)) assert.equal([name, ...(await faults(page))], [name])
    seen.add(ask)
  })
  await page.context().close()
})

for (const [width, height] of [
  [1080, 1920],
  [1920, 1080],
] as const)
  for (const size of [100, 200])
    test(`nothing is cut off and everything can be hit at ${width}×${height}, text ${size} %`, async () => {
      const page = await room.page(width, height)
      room.show(everyScreen(room.pictures)['privacy']!)
      for (let now = 100; now < size; now += 50) await page.getByRole('button', { name: 'Større tekst' }).click()
      await walk(page, 'da', async (name) => assert.equal([name, ...(await misfits(page, TARGET_MIN))], [name]))
      assert.is(await page.getAttribute('html', 'data-text-size'), `${size}`)
      await page.context().close()
    })

test.run()
