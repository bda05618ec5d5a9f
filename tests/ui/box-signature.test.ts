import type { Page } from 'playwright-core'
import { Value } from 'typebox/value'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ScreenUp } from '../../device/contract/screen.ts'
import { everyScreen } from './box-asks.ts'
import { openRoom, type Room } from './box-room.ts'

let room: Room
let page: Page
test.before(async () => {
  room = await openRoom()
})
test.before.each(async () => {
  room.heard.length = 0
  page = await room.page()
  room.show(everyScreen(room.pictures)['signature']!)
  await page.locator('.pad canvas').waitFor()
})
test.after.each(() => page.context().close())
test.after(() => room.close())

/** One stroke through points given as parts of the pad. */
async function draw(...points: [number, number][]) {
  const box = (await page.locator('.pad canvas').boundingBox())!
  const at = ([x, y]: [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const
  await page.mouse.move(...at(points[0]!))
  await page.mouse.down()
  for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 4 })
  await page.mouse.up()
}
const inkOn = () =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.pad canvas')!
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    return data.some((value) => value > 0)
  })
async function strokes() {
  for (;;) {
    const message = room.heard.find(({ is }) => is === 'answer')
    if (message?.is === 'answer' && message.answer.is === 'strokes') return { message, strokes: message.answer.strokes }
    await page.waitForTimeout(20)
  }
}

test('what is drawn arrives as strokes between 0 and 1, without the one taken back', async () => {
  await draw([0.1, 0.5], [0.3, 0.2], [0.5, 0.8])
  await draw([0.6, 0.4], [0.8, 0.6])
  await draw([0.2, 0.9], [0.9, 0.9])
  await page.getByRole('button', { name: 'Fortryd streg' }).click()
  await page.getByRole('button', { name: 'Godkend' }).click()
  const { message, strokes: drawn } = await strokes()
  assert.ok(Value.Check(ScreenUp, message))
  assert.is(drawn.length, 2)
  const [first, last] = [drawn[0]!, drawn[1]!]
  assert.ok(Math.abs(first[0]!.x - 0.1) < 0.01 && Math.abs(first[0]!.y - 0.5) < 0.01)
  assert.ok(Math.abs(last.at(-1)!.x - 0.8) < 0.01 && Math.abs(last.at(-1)!.y - 0.6) < 0.01)
  assert.ok(drawn.flat().every(({ t, p }) => t >= 0 && p !== undefined && p > 0 && p <= 1))
  assert.ok(last[0]!.t >= first.at(-1)!.t)
})

test('a finger that leaves the pad stays on its edge', async () => {
  await draw([0.5, 0.5], [1.01, -0.5])
  await page.getByRole('button', { name: 'Godkend' }).click()
  const end = (await strokes()).strokes[0]!.at(-1)!
  assert.equal([end.x, end.y], [1, 0])
})

test('"Slet alt" leaves white paper and nothing to approve', async () => {
  await draw([0.1, 0.5], [0.5, 0.8])
  assert.ok(await inkOn())
  await page.getByRole('button', { name: 'Slet alt' }).click()
  assert.not(await inkOn())
  assert.ok(await page.getByRole('button', { name: 'Godkend' }).isDisabled())
})

test('somebody who writes with the left hand has the words out of its way, and ink that stays', async () => {
  await draw([0.2, 0.4], [0.6, 0.7])
  await page.getByRole('button', { name: 'Jeg skriver med venstre hånd' }).click()
  await page.locator('.pad.left').waitFor()
  assert.ok(await inkOn())
  await page.getByRole('button', { name: 'Jeg skriver med højre hånd' }).click()
  await page.getByRole('button', { name: 'Slet alt' }).click()
})

test('a hand resting on the glass draws nothing once a pen has written', async () => {
  const send = (kind: string, at: number, id: number) =>
    page.locator('.pad canvas').evaluate(
      (canvas, [kind, at, id]) => {
        const box = canvas.getBoundingClientRect()
        for (const [type, x] of [
          ['pointerdown', at],
          ['pointermove', at + 0.1],
          ['pointerup', at + 0.1],
        ] as const)
          canvas.dispatchEvent(
            new PointerEvent(type, {
              pointerType: kind,
              pointerId: id,
              isPrimary: true,
              bubbles: true,
              clientX: box.left + box.width * x,
              clientY: box.top + box.height / 2,
              pressure: 0.7,
            }),
          )
      },
      [kind, at, id] as const,
    )
  // A made-up pointer cannot be captured.
  await page.locator('.pad canvas').evaluate((canvas) => Object.assign(canvas, { setPointerCapture() {} }))
  await send('pen', 0.2, 71)
  await page.getByRole('button', { name: 'Fortryd streg' }).click()
  assert.not(await inkOn())
  await send('touch', 0.5, 72)
  assert.not(await inkOn())
})

test('somebody who cannot sign says so, without a word of blame, and may change their mind', async () => {
  await page.getByRole('button', { name: 'Jeg kan ikke skrive under' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Jeg prøver at skrive under' }).click()
  await page.getByRole('button', { name: 'Jeg kan ikke skrive under' }).click()
  await page.getByRole('button', { name: 'Fortsæt uden underskrift' }).click()
  while (!room.heard.some((said) => said.is === 'answer' && said.answer.is === 'cannot-sign'))
    await page.waitForTimeout(20)
  room.show(everyScreen(room.pictures)['signature']!)
})

test('the next citizen finds nothing of the last one', async () => {
  const screens = everyScreen(room.pictures)
  const contact = screens['contact']!
  await draw([0.1, 0.5], [0.5, 0.8])
  room.show(contact)
  await page.getByLabel('Høng Bibliotek').check()
  await page.getByRole('button', { name: 'Større tekst' }).click()
  await page.getByRole('button', { name: 'Næste' }).click()
  await page.getByLabel('Telefonnummer').fill('12345678')

  const visit = '33333333-3333-4333-8333-333333333333'
  room.show({ ...contact, visit })
  await page.getByText('Hvor vil du hente dit pas?').waitFor()
  assert.is(await page.locator(':checked').count(), 0)
  await page.locator('html[data-text-size="100"]').waitFor()
  room.show({ ...screens['signature']!, visit })
  await page.locator('.pad canvas').waitFor()
  assert.not(await inkOn())
  assert.equal(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, ''])
})

test('the visit ends in the middle of the review: no picture is left on the page', async () => {
  const screens = everyScreen(room.pictures)
  room.show(screens['review']!)
  await page.getByText('Er alt rigtigt?').waitFor()
  room.show(screens['welcome']!)
  await page.getByText('Velkommen til Borgerservice').waitFor()
  assert.not.match(await page.content(), /data:image\/(jpeg|png)|Lindegaard|12 34 56 78/)
})

test.run()
