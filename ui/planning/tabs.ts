/** The planner's pages. A page is a component in a folder of its own and one row here; its texts stand beside it. */
import type { FunctionComponent } from 'preact'
import { ClosuresPage } from './closures/page.tsx'
import { PlacesPage } from './places/page.tsx'
import { StandbyPage } from './standby/page.tsx'
import { TriagePage } from './triage/page.tsx'

export type Tab = {
  /** In the address: `#/closures`. */
  id: string
  group: 'booking' | 'staffing' | 'figures'
  title: { da: string; en: string }
  Page: FunctionComponent
}

export const tabs: Tab[] = [
  {
    id: 'places',
    group: 'booking',
    title: { da: 'Steder og åbningstider', en: 'Places and hours' },
    Page: PlacesPage,
  },
  { id: 'closures', group: 'booking', title: { da: 'Lukkedage', en: 'Closures' }, Page: ClosuresPage },
  {
    id: 'triage',
    group: 'booking',
    title: { da: 'Spørgsmål før tidsbestilling', en: 'Questions before booking' },
    Page: TriagePage,
  },
  { id: 'standby', group: 'booking', title: { da: 'Chancekø', en: 'Chance queue' }, Page: StandbyPage },
]
