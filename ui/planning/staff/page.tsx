import { useState } from 'preact/hooks'
import type { PersonEdit, StaffMatrix, StaffPerson } from '../../../device/contract/staffing.ts'
import { ask } from '../../shared/hub.ts'
import { numberIn, percentIn } from '../charts/numbers.ts'
import { useLanguage, useTexts } from '../language.ts'
import { Flag, Head, useLoaded, Waiting } from '../parts.tsx'
import { PersonForm } from './form.tsx'
import { texts } from './texts.ts'

const channels = ['counter', 'video', 'phone'] as const

/** Who can take what, where: the cross-training matrix, and how far it is from the goal. */
export function StaffPage() {
  const t = useTexts(texts)
  const loaded = useLoaded(() => ask<StaffMatrix>('GET', '/api/plan/staff'))
  const [edited, setEdited] = useState<StaffPerson | 'new' | null>(null)
  const [note, setNote] = useState<'saved' | 'removed' | 'failed' | null>(null)
  const found = loaded.value
  if (!found) return <Waiting of={loaded} />
  const save = async (edit: PersonEdit) => {
    try {
      if (edited === 'new') await ask('POST', '/api/plan/staff', edit)
      else if (edited) await ask('PUT', `/api/plan/staff/${edited.id}`, edit)
      setNote('saved')
      setEdited(null)
      await loaded.again()
    } catch {
      setNote('failed')
    }
  }
  const remove = async (person: StaffPerson) => {
    try {
      await ask('DELETE', `/api/plan/staff/${person.id}`)
      setNote('removed')
      setEdited(null)
      await loaded.again()
    } catch {
      setNote('failed')
    }
  }
  return (
    <>
      <Head>{t.head}</Head>
      <p class="lead">{t.lead}</p>
      {note && <Flag kind={note === 'failed' ? 'bad' : 'good'}>{t[note]}</Flag>}
      <Goal found={found} />
      {edited && (
        <PersonForm
          key={edited === 'new' ? 0 : edited.id}
          person={edited === 'new' ? null : edited}
          matrix={found}
          onSave={(edit) => void save(edit)}
          onRemove={(person) => void remove(person)}
          onLeave={() => setEdited(null)}
        />
      )}
      <section class="panel">
        <h2>{t.matrix}</h2>
        <p class="act">
          <button type="button" class="button button-secondary" onClick={() => setEdited('new')}>
            {t.add}
          </button>
        </p>
        <Matrix found={found} onEdit={setEdited} />
      </section>
      <Thin found={found} />
    </>
  )
}

function Goal({ found }: { found: StaffMatrix }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { coverage, rule } = found
  const share = coverage.share ?? 0
  return (
    <section class="panel">
      <h2>{t.goalHead}</h2>
      <p class="big">{percentIn(language, share)}</p>
      <p>
        {t.goal(coverage.crossTrained, coverage.people, percentIn(language, rule.goal))}{' '}
        <strong>{coverage.met ? t.met : t.missing(coverage.missing)}</strong>
      </p>
      <div
        class="goal-bar"
        role="img"
        aria-label={t.goalPicture(percentIn(language, share), percentIn(language, rule.goal))}
      >
        <div class="goal-have" style={{ width: `${share * 100}%` }} />
        <div class="goal-mark" style={{ left: `${rule.goal * 100}%` }} />
      </div>
      <details class="definition">
        <summary>{t.whatIsIt}</summary>
        <p>
          {t.rule(numberIn(language, rule.channels), numberIn(language, rule.places), numberIn(language, rule.errands))}
        </p>
      </details>
    </section>
  )
}

function Matrix({ found, onEdit }: { found: StaffMatrix; onEdit: (person: StaffPerson) => void }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { people, errands, places, coverage, rule } = found
  const columns = [
    ...channels.map((id) => ({
      id,
      name: t.channels[id],
      has: (one: StaffPerson) => one.channels.includes(id),
      count: coverage.channels[id] ?? 0,
    })),
    ...places.map((place) => ({
      id: `p ${place.id}`,
      name: place[language],
      has: (one: StaffPerson) => one.places.includes(place.id),
      count: coverage.places[place.id] ?? 0,
    })),
    ...errands.map((errand) => ({
      id: `e ${errand.id}`,
      name: errand[language],
      has: (one: StaffPerson) => one.errands.includes(errand.id),
      count: coverage.errands[errand.id] ?? 0,
    })),
  ]
  const cross = (one: StaffPerson) =>
    one.channels.length >= rule.channels && one.places.length >= rule.places && one.errands.length >= rule.errands
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard
    <section class="scroll-x" tabIndex={0} aria-label={t.matrix}>
      <table class="matrix">
        <thead>
          <tr>
            <td />
            <th scope="colgroup" colSpan={channels.length}>
              {t.channel}
            </th>
            <th scope="colgroup" colSpan={places.length}>
              {t.place}
            </th>
            <th scope="colgroup" colSpan={errands.length}>
              {t.errand}
            </th>
          </tr>
          <tr>
            <th scope="col">{t.person}</th>
            {columns.map(({ id, name }) => (
              <th scope="col" class="turned" key={id}>
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {people.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <button type="button" class="plain" onClick={() => onEdit(one)}>
                  {one.name}
                </button>
                {cross(one) && <span class="small"> {t.cross}</span>}
              </th>
              {columns.map(({ id, has }) => (
                <td key={id}>
                  {has(one) ? (
                    <span class="dot">
                      ●<span class="unseen">{t.yes}</span>
                    </span>
                  ) : (
                    ''
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t.howMany}</th>
            {columns.map(({ id, count }) => (
              <td key={id}>{count}</td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

/** Errands that one holiday would leave to nobody. */
function Thin({ found }: { found: StaffMatrix }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { coverage, places, errands } = found
  const nameOf = (list: StaffMatrix['places'], id: string) => list.find((one) => one.id === id)?.[language] ?? id
  const byPlace = new Map<string, string[]>()
  for (const { place, errand, people } of coverage.thin)
    byPlace.set(place, [...(byPlace.get(place) ?? []), `${nameOf(errands, errand)} (${people})`])
  return (
    <section class="panel">
      <h2>{t.thin}</h2>
      <p>{byPlace.size === 0 ? t.noThin : t.thinLead}</p>
      {byPlace.size > 0 && (
        <dl class="thin">
          {[...byPlace].map(([place, list]) => (
            <div key={place}>
              <dt>{nameOf(places, place)}</dt>
              <dd>{list.join(', ')}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
