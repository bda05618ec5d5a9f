/** The planner's pages. A page is a component in a folder of its own and one row here; its texts stand beside it. */
import type { FunctionComponent } from 'preact'
import { AnswerPage } from './answer/page.tsx'
import { ClosuresPage } from './closures/page.tsx'
import { DayPage } from './day/page.tsx'
import { FiguresPage } from './figures/page.tsx'
import { NeedPage } from './need/page.tsx'
import { PlacesPage } from './places/page.tsx'
import { RosterPage } from './roster/page.tsx'
import { StaffPage } from './staff/page.tsx'
import { StandbyPage } from './standby/page.tsx'
import { TriagePage } from './triage/page.tsx'
import { VoicesPage } from './voices/page.tsx'
import { WhatIfPage } from './what-if/page.tsx'

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
  {
    id: 'staff',
    group: 'staffing',
    title: { da: 'Medarbejdere og kompetencer', en: 'Staff and skills' },
    Page: StaffPage,
  },
  {
    id: 'roster',
    group: 'staffing',
    title: { da: 'Vagtplan og fravær', en: 'Roster and absence' },
    Page: RosterPage,
  },
  { id: 'day', group: 'staffing', title: { da: 'Dagen', en: 'The day' }, Page: DayPage },
  { id: 'need', group: 'staffing', title: { da: 'Plan og behov', en: 'Plan and need' }, Page: NeedPage },
  { id: 'figures', group: 'figures', title: { da: 'Tal', en: 'Figures' }, Page: FiguresPage },
  { id: 'voices', group: 'figures', title: { da: 'Borgernes ord', en: 'Citizens’ words' }, Page: VoicesPage },
  { id: 'what-if', group: 'figures', title: { da: 'Hvad nu hvis', en: 'What if' }, Page: WhatIfPage },
  {
    id: 'answer',
    group: 'figures',
    title: { da: 'Svaret på Kalundborgs spørgsmål', en: 'The answer to Kalundborg’s question' },
    Page: AnswerPage,
  },
]
