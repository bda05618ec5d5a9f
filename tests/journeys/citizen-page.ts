/** A person's hands at the box: fingers on the glass of the real page, and what they do in the room. */
import type { Browser, Page } from 'playwright-core'
import type { Ask } from '../../device/contract/asks.ts'
import type { BenchCitizen } from '../../device/contract/bench.ts'
import { openPage } from './browser.ts'
import { type Ground, until } from './ground.ts'

const KIOSK = { viewport: { width: 1080, height: 1920 }, hasTouch: true, permissions: ['microphone'] }

export type CitizenPage = Awaited<ReturnType<typeof openCitizenPage>>

/** Opens the box's page in the kiosk's form; every button is touched, as at the box. */
export async function openCitizenPage(browser: Browser, room: Ground, citizen: BenchCitizen = 'good') {
  const { page, complaints } = await openPage(browser, room.screen, KIOSK)
  await page.locator('main').waitFor()

  const press = (name: string | RegExp) =>
    page
      .getByRole('button', { name, exact: typeof name === 'string' })
      .first()
      .tap()
  const asked = async () => (await page.locator('main').getAttribute('data-ask')) as Ask['is']
  const heading = async () => (await page.locator('main h1').textContent()) ?? ''

  async function answer(is: Ask['is']): Promise<unknown> {
    switch (is) {
      case 'welcome':
        return press('Tryk her for at begynde')
      case 'errand':
        return press(citizen === 'child' ? /^Nyt pas til et barn/ : /^Nyt pas til mig/)
      case 'privacy':
        return press('Det er i orden, fortsæt')
      case 'document':
        return room.act({ is: 'put-down', citizen })
      case 'holder':
        return press('Ja, det er mig')
      case 'portrait':
        return room.act({ is: 'stand', citizen, condition: 'good' })
      case 'portrait-move':
        return press('Jeg kan ikke gøre det')
      case 'portrait-keep':
        return press('Ja, brug billedet')
      case 'finger': {
        const position = (await heading()).includes('højre') ? 'right-index' : 'left-index'
        return room.act({ is: 'finger', citizen, position, condition: 'good' })
      }
      case 'signature':
        await drawName(page)
        return press('Godkend')
      case 'contact':
        await page.getByLabel('Hovedbiblioteket').tap()
        await press('Næste')
        for (const digit of '70102030') await press(digit)
        return press('Gem nummeret')
      case 'review':
        return press('Ja, alt er rigtigt')
      case 'pay':
        // The demo's terminal approves by itself.
        return press('Betal med kort eller telefon')
      case 'take-document':
        return room.act({ is: 'pull-out' })
      case 'farewell':
        await room.act({ is: 'pull-out' })
        return press(/^(Færdig|Jeg har taget mit papir)$/)
      case 'waiting':
      case 'with-caseworker':
      case 'finishing':
        return
    }
  }

  return {
    page,
    complaints,
    press,
    asked,
    heading,
    answer,
    /** Waits for a question. */
    until: (is: Ask['is']) => page.locator(`main[data-ask="${is}"]`).waitFor(),
    /** Answers question after question until `goal` is on the screen; `onAsk` sees each before its answer. */
    async walkTo(goal: Ask['is'], onAsk: (is: Ask['is']) => Promise<unknown> | unknown = () => {}) {
      for (;;) {
        const is = await asked()
        if (is === goal) return
        const before = await heading()
        await onAsk(is)
        await answer(is)
        await until(`something after “${is}” (${before})`, async () => {
          const now = await asked()
          return now !== is || (is === 'finger' && (await heading()) !== before)
        }).catch(async (error) => {
          throw new Error(`${error.message}: ${await page.locator('main').textContent()}`)
        })
      }
    },
    /** Nothing of this citizen stays in the room. */
    async leave() {
      await room.act({ is: 'pull-out' })
      await room.act({ is: 'finger', citizen: null })
      await room.act({ is: 'stand', citizen: null })
    },
  }
}

/** A name of loops, and a line under it, with a finger on the glass. */
async function drawName(page: Page): Promise<void> {
  const pad = (await page.locator('.pad canvas').boundingBox())!
  const glass = await page.context().newCDPSession(page)
  const stroke = async (points: { x: number; y: number }[]) => {
    for (const [i, { x, y }] of points.entries())
      await glass.send('Input.dispatchTouchEvent', {
        type: i === 0 ? 'touchStart' : 'touchMove',
        touchPoints: [{ x: pad.x + x * pad.width, y: pad.y + y * pad.height }],
      })
    await glass.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  }
  const loops = (n: number, left: number, width: number) =>
    Array.from({ length: n }, (_, i) => {
      const turn = (i / n) * 6 * Math.PI
      const tall = i < n / 5 ? 0.34 : 0.12 + 0.05 * Math.sin(i)
      return { x: left + (width * i) / n + 0.022 * Math.sin(turn), y: 0.52 - tall * Math.cos(turn) }
    })
  await stroke(loops(28, 0.12, 0.26))
  await stroke(loops(40, 0.46, 0.36))
  await stroke(Array.from({ length: 8 }, (_, i) => ({ x: 0.2 + 0.09 * i, y: 0.86 - 0.012 * i })))
  await glass.detach()
}
