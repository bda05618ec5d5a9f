import { useState } from 'preact/hooks'
import type { BookablePlace } from '../../../device/contract/booking.ts'
import type { StaffChannel } from '../../../device/contract/staffing.ts'
import { named, Pick, TimeField } from '../fields.tsx'
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
      <TimeField id="opens" name="opens" size="short" label={t.from} value={opens} />
      <TimeField id="closes" name="closes" size="short" label={t.to} value={closes} />
      <Pick
        id="channel"
        name="channel"
        size="short"
        label={t.channel}
        options={(['counter', 'video', 'phone'] as const).map((one) => [one, t.channels[one]])}
        value={channel}
        onPick={(value) => setChannel(value as StaffChannel)}
      />
      {channel === 'counter' && (
        <Pick
          id="at"
          name="place"
          label={t.place}
          options={named(props.places.filter(({ kinds }) => kinds.includes('counter')))}
          value={place ?? undefined}
        />
      )}
    </>
  )
}
