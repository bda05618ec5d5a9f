import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Session } from '../../../device/contract/api.ts'
import { SignIn } from '../../shared/sign-in.tsx'
import { BookPage } from '../book.tsx'
import { ask, isRefused } from '../hub.ts'
import { Flag } from '../parts.tsx'
import { useWords } from '../words.ts'
import { CallsPage } from './calls.tsx'
import { OutboxPage } from './outbox.tsx'
import { useStaff } from './texts.ts'
import { TodayPage } from './today.tsx'

type Tab = 'today' | 'calls' | 'book' | 'outbox'
const tabs: Tab[] = ['today', 'calls', 'book', 'outbox']
const pages: Record<Tab, FunctionComponent> = {
  today: TodayPage,
  calls: CallsPage,
  book: PhonePage,
  outbox: OutboxPage,
}

/** `#/staff/<tab>`: the day, the service calls, booking for those who ring, the outbox. */
export function StaffPage({ tab }: { tab: string }) {
  const t = useStaff()
  const words = useWords()
  const [who, setWho] = useState<Session | 'out' | 'gone' | null>(null)
  const look = () =>
    ask<Session>('GET', '/api/session').then(setWho, (error) => setWho(isRefused(error, 401) ? 'out' : 'gone'))
  useEffect(() => void look(), [])
  const at = tabs.find((one) => one === tab) ?? 'today'
  if (who === null) return <p role="status">{words.loading}</p>
  if (who === 'gone') return <Flag>{words.offline}</Flag>
  if (who === 'out') return <SignIn language={words.language} home="booking" lead={t.signIn.lead} onIn={look} />
  if (!who.roles.includes('caseworker')) return <Flag>{t.notYours}</Flag>
  const Page = pages[at]
  return (
    <div class={at === 'book' ? undefined : 'wide'}>
      <nav class="tabs" aria-label={t.pages}>
        {tabs.map((one) => (
          <a key={one} href={`#/staff/${one}`} aria-current={one === at ? 'page' : undefined}>
            {t.tabs[one]}
          </a>
        ))}
        <a href="/desk/">{t.desk}</a>
      </nav>
      <Page key={at} />
    </div>
  )
}

function PhonePage() {
  const t = useStaff()
  return (
    <>
      <p class="small">{t.book.hint}</p>
      <BookPage />
    </>
  )
}
