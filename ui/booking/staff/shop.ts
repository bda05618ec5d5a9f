import { useEffect, useState } from 'preact/hooks'
import type { BookableErrand, BookablePlace } from '../../../device/contract/booking.ts'
import * as hub from '../hub.ts'
import { say, useWords } from '../words.ts'

/** Names of places and errands, once they are there. */
export function useShop() {
  const t = useWords()
  const [shop, setShop] = useState<{ errands: BookableErrand[]; places: BookablePlace[] }>({ errands: [], places: [] })
  useEffect(() => {
    void Promise.all([hub.errands(), hub.places()]).then(
      ([errands, places]) => setShop({ errands, places }),
      () => undefined,
    )
  }, [])
  const errandName = (id: string) => {
    const found = shop.errands.find((one) => one.id === id)
    return found ? say(t, found.name) : id
  }
  return {
    ...shop,
    namesOf: (ids: string[]) => ids.map(errandName).join(', '),
    placeName: (id: string) => shop.places.find((one) => one.id === id)?.name ?? id,
  }
}
