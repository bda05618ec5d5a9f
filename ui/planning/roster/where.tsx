import { useState } from 'preact/hooks'
import type { BookablePlace } from '../../../device/contract/booking.ts'
import type { StaffChannel } from '../../../device/contract/staffing.ts'
import { timeField } from '../dates.ts'
import { useTexts } from '../language.ts'
import { texts } from './texts.ts'

/** Time, channel and place of a row or an assignment, as fields of a form: opens, closes, channel, place. */
export function Where(props: {
  places: BookablePlace[]
  value?: { opens: number; closes: number; channel: StaffChannel; place: string | null }
}) {
  const t = useTexts(texts)
  const { opens = 540, closes = 900, channel: first = 'counter', place = null } = props.value ?? {}
  const [channel, setChannel] = useState<StaffChannel>(first)
  return (
    <>
      <div class="field short">
        <label for="opens">{t.from}</label>
        <input class="form-input" id="opens" name="opens" type="time" required value={timeField(opens)} />
      </div>
      <div class="field short">
        <label for="closes">{t.to}</label>
        <input class="form-input" id="closes" name="closes" type="time" required value={timeField(closes)} />
      </div>
      <div class="field short">
        <label for="channel">{t.channel}</label>
        <select
          class="form-select"
          id="channel"
          name="channel"
          value={channel}
          onChange={({ currentTarget: { value } }) => setChannel(value as StaffChannel)}
        >
          {(['counter', 'video', 'phone'] as const).map((one) => (
            <option key={one} value={one}>
              {t.channels[one]}
            </option>
          ))}
        </select>
      </div>
      {channel === 'counter' && (
        <div class="field">
          <label for="at">{t.place}</label>
          <select class="form-select" id="at" name="place" value={place ?? undefined}>
            {props.places
              .filter(({ kinds }) => kinds.includes('counter'))
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </select>
        </div>
      )}
    </>
  )
}
