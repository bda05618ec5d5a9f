import { useEffect, useState } from 'preact/hooks'
import type { BookablePlace } from '../../../device/contract/booking.ts'
import type { Reliability, StandbyPolicy } from '../../../device/contract/standby.ts'
import { ask, isRefused } from '../../shared/hub.ts'
import { weekdayIn } from '../dates.ts'
import { named, Pick, TimeField } from '../fields.tsx'
import { useLanguage, useTexts } from '../language.ts'
import { Flag, Head, useLoaded, Waiting } from '../parts.tsx'
import { ReliabilityPart } from './reliability.tsx'
import { texts } from './texts.ts'

/** Where and when there is a chance queue, and whether its promises were kept. */
export function StandbyPage() {
  const t = useTexts(texts)
  const loaded = useLoaded(async () => ({
    places: (await ask<BookablePlace[]>('GET', '/api/places')).filter(({ kinds }) => kinds.includes('counter')),
    policies: await ask<StandbyPolicy[]>('GET', '/api/standby/policies'),
    reliability: await ask<Reliability>('GET', '/api/standby/reliability'),
  }))
  const [policies, setPolicies] = useState<StandbyPolicy[]>([])
  const [note, setNote] = useState<'saved' | 'wrong' | null>(null)
  useEffect(() => setPolicies(loaded.value?.policies ?? []), [loaded.value])
  if (!loaded.value) return <Waiting of={loaded} />
  const { places, reliability } = loaded.value
  const change = (next: StandbyPolicy[]) => {
    setNote(null)
    setPolicies(next)
  }
  const save = async () => {
    try {
      await ask('PUT', '/api/standby/policies', policies)
      setNote('saved')
    } catch (error) {
      setNote('wrong')
      if (!isRefused(error)) await loaded.again()
    }
  }
  const add = () =>
    change([
      ...policies,
      {
        place: places[0]!.id,
        weekday: null,
        opens: 600,
        closes: 900,
        active: false,
        level: 0.9,
        limitMinutes: 5,
        spare: null,
        maxWaiting: 6,
      },
    ])
  return (
    <>
      <Head>{t.head}</Head>
      <p class="lead">{t.lead}</p>
      <details class="panel">
        <summary>{t.how}</summary>
        <p>{t.howText}</p>
      </details>
      <form
        class="panel"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {policies.length === 0 && <p>{t.none}</p>}
        {policies.map((policy, n) => (
          <PolicyEditor
            // Rows have no name of their own and keep their order while they are edited.
            key={n}
            n={n}
            policy={policy}
            places={places}
            onChange={(next) => change(policies.map((one, at) => (at === n ? next : one)))}
            onRemove={() => change(policies.filter((_, at) => at !== n))}
          />
        ))}
        {note && <Flag kind={note === 'saved' ? 'good' : 'bad'}>{t[note]}</Flag>}
        <div class="act">
          <button type="submit" class="button button-primary">
            {t.save}
          </button>
          <button type="button" class="button button-secondary" onClick={add} disabled={places.length === 0}>
            {t.add}
          </button>
        </div>
      </form>
      <ReliabilityPart found={reliability} />
    </>
  )
}

function PolicyEditor(props: {
  n: number
  policy: StandbyPolicy
  places: BookablePlace[]
  onChange: (policy: StandbyPolicy) => void
  onRemove: () => void
}) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { n, policy, places, onChange } = props
  const id = (name: string) => `${name}-${n}`
  const choose = (
    name: 'level' | 'limitMinutes' | 'maxWaiting' | 'spare' | 'weekday',
    label: string,
    options: [value: number | null, text: string][],
  ) => (
    <Pick
      id={id(name)}
      size="short"
      label={label}
      options={options.map(([value, text]) => [String(value ?? ''), text])}
      value={String(policy[name] ?? '')}
      onPick={(value) => onChange({ ...policy, [name]: value === '' ? null : Number(value) })}
    />
  )
  const time = (name: 'opens' | 'closes') => (
    <TimeField
      id={id(name)}
      label={t[name]}
      value={policy[name]}
      onMinute={(minute) => onChange({ ...policy, [name]: minute })}
    />
  )
  const level = Math.round(policy.level * 100) / 100
  const levels = [...new Set([0.8, 0.85, 0.9, 0.95, 0.98, level])].sort()
  return (
    <fieldset class="line">
      <legend class="unseen">{t.rule(n + 1)}</legend>
      <div class="fields">
        <Pick
          id={id('place')}
          label={t.place}
          options={named(places)}
          value={policy.place}
          onPick={(place) => onChange({ ...policy, place })}
        />
        {choose('weekday', t.day, [
          [null, t.everyDay],
          ...[1, 2, 3, 4, 5, 6, 7].map((day): [number, string] => [day, weekdayIn(language, day)]),
        ])}
        {time('opens')}
        {time('closes')}
        <label class="switch low">
          <input
            type="checkbox"
            aria-label={t.onOf(n + 1)}
            checked={policy.active}
            onChange={(event) => onChange({ ...policy, active: event.currentTarget.checked })}
          />
          {policy.active ? t.on : t.off}
        </label>
      </div>
      <div class="fields">
        {choose(
          'level',
          t.level,
          levels.map((one) => [one === level ? policy.level : one, `${Math.round(one * 100)} %`]),
        )}
        {choose(
          'limitMinutes',
          t.limit,
          [...new Set([0, 2, 5, 10, 15, policy.limitMinutes])]
            .sort((a, b) => a - b)
            .map((one) => [one, t.minutes(one)]),
        )}
        {choose(
          'maxWaiting',
          t.max,
          [...new Set([2, 4, 6, 8, 12, 20, policy.maxWaiting])].sort((a, b) => a - b).map((one) => [one, String(one)]),
        )}
        {choose('spare', t.spare, [
          [null, t.never],
          ...[1, 2, 3, 4].map((one): [number, string] => [one, t.spareOf(one)]),
        ])}
        <button type="button" class="plain low" aria-label={t.removeOf(n + 1)} onClick={props.onRemove}>
          {t.remove}
        </button>
      </div>
    </fieldset>
  )
}
