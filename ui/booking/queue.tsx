import { useEffect, useState } from 'preact/hooks'
import type { BookableErrand, BookablePlace } from '../../device/contract/booking.ts'
import * as hub from './hub.ts'
import { Flag, Head } from './parts.tsx'
import { say, useWords } from './words.ts'

/** A walk-in takes a number of the chance queue; the page then follows it. */
export function QueuePage({ place: wanted }: { place: string }) {
  const t = useWords()
  const q = t.queue
  const [shop, setShop] = useState<{ errands: BookableErrand[]; places: BookablePlace[] }>({ errands: [], places: [] })
  const [problem, setProblem] = useState<'closed' | 'offline' | null>(null)
  useEffect(
    () =>
      void Promise.all([hub.errands(), hub.places()]).then(
        ([errands, places]) => setShop({ errands, places: places.filter(({ kinds }) => kinds.includes('counter')) }),
        () => setProblem('offline'),
      ),
    [],
  )
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const phone = String(data.get('phone') ?? '').trim()
    const wish = {
      place: String(data.get('place')),
      errands: [String(data.get('errand'))],
      need: data.get('need') === 'on',
      language: t.language,
      ...(phone ? { phone } : {}),
    }
    try {
      const { link } = await hub.standby(wish)
      location.hash = `#/s/${link.split('/').at(-1)}`
    } catch (error) {
      setProblem(hub.isRefused(error, 404, 409) ? 'closed' : 'offline')
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Head>{t.standby.head}</Head>
      <p>{q.lead}</p>
      {problem && (
        <Flag kind="warn">
          <p>{problem === 'closed' ? q.closed : t.offline}</p>
          <a class="button button-secondary" href="#/">
            {t.title}
          </a>
        </Flag>
      )}
      <label class="form-label" for="place">
        {t.time.place}
      </label>
      <select class="form-select" id="place" name="place">
        {shop.places.map(({ id, name }) => (
          <option key={id} value={id} selected={id === wanted}>
            {name}
          </option>
        ))}
      </select>
      <label class="form-label" for="errand">
        {t.errand.head}
      </label>
      <select class="form-select" id="errand" name="errand">
        {shop.errands
          .filter(({ kinds }) => kinds.includes('counter'))
          .map(({ id, name }) => (
            <option key={id} value={id}>
              {say(t, name)}
            </option>
          ))}
      </select>
      <label class="form-label" for="phone">
        {q.phone}
      </label>
      <input class="form-input" id="phone" name="phone" type="tel" autocomplete="tel" maxLength={20} />
      <div class="choice need">
        <input type="checkbox" id="need" name="need" />
        <label for="need">{q.need}</label>
      </div>
      <p class="small">{q.needWhy}</p>
      <div class="act">
        <button type="submit" class="button button-primary">
          {q.take}
        </button>
      </div>
    </form>
  )
}
