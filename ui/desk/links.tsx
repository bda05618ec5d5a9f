import { useWords } from './words.ts'

const tabs = ['today', 'calls', 'book', 'outbox'] as const

/** To the pages about appointments, each in a window of its own: the desk's line stays open. */
export function BookingLinks() {
  const { links, switchLanguage } = useWords()
  const language = switchLanguage === 'da' ? 'en' : 'da'
  return (
    <nav class="links" aria-labelledby="links">
      <span id="links">{links.head}</span>
      {tabs.map((tab) => (
        <a key={tab} href={`/booking/?lang=${language}#/staff/${tab}`} target="_blank" rel="noreferrer">
          {links[tab]}
        </a>
      ))}
    </nav>
  )
}
