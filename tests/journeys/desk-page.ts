/** A caseworker's hands at the real desk page. */
import type { Browser } from 'playwright-core'
import type { SignIn } from '../../device/contract/api.ts'
import { demoCaseworker } from '../../provisioning/demo/demo.ts'
import { openPage } from './browser.ts'
import type { Ground } from './ground.ts'

export type DeskPage = Awaited<ReturnType<typeof openDeskPage>>

/** Opens the desk's page and signs in. */
export async function openDeskPage(browser: Browser, room: Ground, who: SignIn = demoCaseworker) {
  const { page, complaints } = await openPage(browser, new URL('/desk/', room.web).href, {
    viewport: { width: 1440, height: 900 },
    permissions: ['camera', 'microphone'],
  })
  const press = (name: string | RegExp) =>
    page
      .getByRole('button', { name, exact: typeof name === 'string' })
      .first()
      .click()
  return {
    page,
    complaints,
    press,
    async signIn() {
      await page.getByLabel('Brugernavn').fill(who.user)
      await page.getByLabel('Adgangskode').fill(who.password)
      await press('Log ind')
      await page.getByRole('heading', { name: 'Borgere, der venter' }).waitFor()
    },
    /** Takes the case at the head of the queue and waits until its evidence is here. */
    async take() {
      await press(/^Tag sag/)
      await page.locator('[data-verdict]').waitFor()
    },
    /** The sentence that says what the citizen sees. */
    mirror: async () => (await page.locator('.mirror .sentence').textContent()) ?? '',
  }
}
