import { useEffect, useState } from 'preact/hooks'
import { BoardPage } from './board.tsx'
import { BookPage } from './book.tsx'
import { ManagePage } from './manage.tsx'
import { QueuePage } from './queue.tsx'
import { StaffPage } from './staff/page.tsx'
import { StandbyPage } from './standby.tsx'
import { SurveyPage } from './survey.tsx'
import { Words, words } from './words.ts'

/** `#/` books, `#/a/<token>` is one appointment, `#/s/<token>` a number of the chance queue, `#/f/<token>` the survey, `#/queue/<place>` takes
 * one, `#/board/<place>` is the waiting room's screen, `#/staff/<tab>` is for those who are signed in. */
function routeOf(hash: string): {
  is: 'book' | 'manage' | 'standby' | 'staff' | 'queue' | 'board' | 'survey'
  token: string
} {
  const [, where, token = ''] = hash.replace(/^#/, '').split('/')
  if (where === 'a' && token) return { is: 'manage', token: decodeURIComponent(token) }
  if (where === 's' && token) return { is: 'standby', token: decodeURIComponent(token) }
  if (where === 'f' && token) return { is: 'survey', token: decodeURIComponent(token) }
  if (where === 'queue') return { is: 'queue', token: decodeURIComponent(token) }
  if (where === 'staff') return { is: 'staff', token }
  if (where === 'board') return { is: 'board', token: decodeURIComponent(token) }
  return { is: 'book', token: '' }
}

const first = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'da'

export function App() {
  const [language, setLanguage] = useState<'da' | 'en'>(first)
  const [route, setRoute] = useState(routeOf(location.hash))
  const t = words[language]
  useEffect(() => {
    const follow = () => setRoute(routeOf(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = `${t.title} – ${t.office}`
  }, [language, t])
  const other = language === 'da' ? 'en' : 'da'
  return (
    <Words.Provider value={t}>
      <header class="top">
        <span class="office">{t.office}</span>
        <button type="button" class="plain" lang={other} onClick={() => setLanguage(other)}>
          {t.switchTo}
        </button>
      </header>
      <main id="main">
        {route.is === 'book' && <BookPage />}
        {route.is === 'manage' && <ManagePage key={route.token} token={route.token} />}
        {route.is === 'standby' && <StandbyPage key={route.token} token={route.token} />}
        {route.is === 'survey' && <SurveyPage key={route.token} token={route.token} />}
        {route.is === 'queue' && <QueuePage place={route.token} />}
        {route.is === 'staff' && <StaffPage tab={route.token} />}
        {route.is === 'board' && <BoardPage place={route.token} />}
      </main>
    </Words.Provider>
  )
}
