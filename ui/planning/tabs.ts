/** The planner's pages. A page is a component in a folder of its own and one row here; its texts stand beside it. */
import type { FunctionComponent } from 'preact'
import { ClosuresPage } from './closures/page.tsx'

export type Tab = {
  /** In the address: `#/closures`. */
  id: string
  group: 'booking' | 'staffing' | 'figures'
  title: { da: string; en: string }
  Page: FunctionComponent
}

export const tabs: Tab[] = [
  { id: 'closures', group: 'booking', title: { da: 'Lukkedage', en: 'Closures' }, Page: ClosuresPage },
]
