/** A caseworker who uses no mouse: everything is reached by Tab and pressed by Enter or Space. */
import type { Page } from 'playwright-core'

/** More than all that can be reached on the fullest page. */
const TABS_MAX = 150

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null
    if (!element || element === document.body) return ''
    const label = element.labels?.[0]?.textContent ?? ''
    return (element.getAttribute('aria-label') || label || element.textContent || '').trim()
  })

/** Moves the focus by Tab alone until it stands on what has that name. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const fits = (text: string) => (typeof name === 'string' ? text === name : name.test(text))
  const passed: string[] = []
  for (let n = 0; n < TABS_MAX; n++) {
    const here = await focused(page)
    if (fits(here)) return
    passed.push(here)
    await page.keyboard.press('Tab')
  }
  throw new Error(`no Tab leads to ${name}: ${[...new Set(passed)].join(' | ')}`)
}

/** Presses what has that name, once it can be pressed. */
export async function pressByKey(page: Page, name: string | RegExp): Promise<void> {
  await page
    .getByRole('button', { name, exact: typeof name === 'string', disabled: false })
    .first()
    .waitFor()
  await tabTo(page, name)
  await page.keyboard.press('Enter')
}
