import type { ComponentChildren } from 'preact'
import type { DeskView } from '../../device/contract/desk.ts'
import { dateIn, useWords } from './words.ts'

/** Both faces side by side; `children`: what belongs below them. */
export function PortraitsPanel(props: { portraits: DeskView['portraits'] | undefined; children?: ComponentChildren }) {
  const { portraits, children } = props
  const t = useWords()
  const comparison = portraits?.comparison ?? null
  const both = portraits?.chip && portraits.live
  return (
    <section class="panel portraits">
      <h2>{t.portraits.head}</h2>
      <div class="two">
        <Portrait image={portraits?.chip ?? null} caption={t.portraits.chip} none={t.portraits.noChip} />
        <Portrait image={portraits?.live ?? null} caption={t.portraits.live} none={t.portraits.noLive} />
      </div>
      {comparison && (
        <div class={`verdict ${comparison.match ? 'good' : 'bad'}`} data-match={comparison.match}>
          <strong>{t.similarity(comparison)}</strong>
          <span>{comparison.match ? t.portraits.you : t.portraits.warning}</span>
        </div>
      )}
      {!comparison && both && <p class="flag warn">{t.portraits.uncompared}</p>}
      {children}
    </section>
  )
}

function Portrait({ image, caption, none }: { image: string | null; caption: string; none: string }) {
  return (
    <figure>
      {image ? <img src={image} alt={caption} /> : <div class="empty">{none}</div>}
      <figcaption>{caption}</figcaption>
    </figure>
  )
}

export function SignaturePanel({ image, cannot }: { image: string | null; cannot: boolean }) {
  const t = useWords().signature
  return (
    <section class="panel signature">
      <h2>{t.head}</h2>
      {image ? <img class="signature-image" src={image} alt={t.image} /> : <p>{cannot ? t.cannot : t.none}</p>}
    </section>
  )
}

export function ApplicantPanel({ view }: { view: DeskView | null | undefined }) {
  const t = useWords()
  const w = t.applicant
  const { applicant = null, age = null, contact = null } = view ?? {}
  return (
    <section class="panel applicant">
      <h2>{w.head}</h2>
      {applicant ? (
        <dl class="facts">
          <dt>{w.name}</dt>
          <dd>
            <b>
              {applicant.givenNames} {applicant.surname}
            </b>
          </dd>
          <dt>{w.born}</dt>
          <dd>
            {dateIn(t, applicant.dateOfBirth)}
            {age !== null && <b> · {w.age(age)}</b>}
          </dd>
          <dt>{w.personalNumber}</dt>
          <dd>{applicant.personalNumber ?? w.unknown}</dd>
          <dt>{w.nationality}</dt>
          <dd>
            {applicant.nationality} · {w.sexes[applicant.sex] ?? applicant.sex}
          </dd>
          {contact && (
            <>
              <dt>{w.phone}</dt>
              <dd>{contact.phone ?? w.unknown}</dd>
              <dt>{w.fetchedAt}</dt>
              <dd>{contact.place}</dd>
            </>
          )}
        </dl>
      ) : (
        <p>{w.none}</p>
      )}
    </section>
  )
}
