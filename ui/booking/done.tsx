import type { BookableErrand, BookablePlace, Slot } from '../../device/contract/booking.ts'
import { QrCode } from '../shared/qr.tsx'
import { icsOf } from './hub.ts'
import { Checklist, Head } from './parts.tsx'
import { capital, useWords, whenIn } from './words.ts'

export function DoneStep(props: {
  code: string
  link: string
  slot: Slot
  places: BookablePlace[]
  errands: BookableErrand[]
  onAnother: () => void
}) {
  const t = useWords()
  const { code, link, slot } = props
  const token = link.split('/').at(-1)!
  const place = props.places.find((one) => one.id === slot.place)
  const documents = props.errands.flatMap((errand) => errand.documents)
  return (
    <>
      <Head>{t.done.head}</Head>
      <p class="lead">
        {capital(whenIn(t, slot.start))}
        <br />
        {slot.kind === 'phone' ? t.kind.phone : `${place?.name}, ${place?.address}`}
      </p>
      <div class="code">
        <span>{t.done.code}</span>
        <strong data-code>{code}</strong>
        {slot.kind !== 'phone' && (
          <>
            <QrCode text={link} label={t.done.qr} />
            <span class="small">{t.done.codeUse}</span>
          </>
        )}
      </div>
      <p>{t.done.link}</p>
      <p class="link">{link}</p>
      <div class="act">
        <a class="button button-primary" href={`#/a/${token}`}>
          {t.done.open}
        </a>
        <a class="button button-secondary" href={icsOf(token)}>
          {t.done.calendar}
        </a>
      </div>
      {slot.kind !== 'phone' && (
        <Checklist
          head={t.done.bring}
          list={documents.filter((one, n) => documents.findIndex((other) => other.da === one.da) === n)}
        />
      )}
      <button type="button" class="plain" onClick={props.onAnother}>
        {t.done.another}
      </button>
    </>
  )
}
