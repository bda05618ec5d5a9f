import { useEffect, useRef, useState } from 'preact/hooks'
import type { BookableErrand } from '../../../device/contract/booking.ts'
import type { Triage, TriageExitCount, TriageTree, TriageVersion } from '../../../device/contract/triage.ts'
import { ask, isRefused } from '../../shared/hub.ts'
import { dayFromNow, dayIn, daysIn } from '../dates.ts'
import { useLanguage, useTexts } from '../language.ts'
import { Flag, Head, useLoaded, Waiting } from '../parts.tsx'
import { NodePart } from './node.tsx'
import { texts } from './texts.ts'
import { freshId, isWritten, pruned, usesOf, withNode } from './tree.ts'
import { TryPart } from './try.tsx'

/** Days over which ways out are counted. */
const COUNTED_DAYS = 90

/** The questions before the calendar: one errand at a time, saved as a new version from a day on. */
export function TriagePage() {
  const t = useTexts(texts)
  const language = useLanguage()
  const [version, setVersion] = useState<number | null>(null)
  const loaded = useLoaded(async () => {
    const versions = await ask<TriageVersion[]>('GET', '/api/triage/versions')
    const wanted = version ?? (versions.find((one) => one.is === 'in-force') ?? versions[0])?.version
    const [errands, counts, triage] = await Promise.all([
      ask<BookableErrand[]>('GET', '/api/errands'),
      ask<TriageExitCount[]>('GET', `/api/triage/counts?from=${dayFromNow(-COUNTED_DAYS)}&to=${dayFromNow(0)}`),
      wanted ? ask<Triage>('GET', `/api/triage/versions/${wanted}`) : { version: 0, tree: { first: {}, nodes: {} } },
    ])
    return { versions, errands, counts, triage }
  }, [version])
  const [tree, setTree] = useState<TriageTree | null>(null)
  const [errand, setErrand] = useState<string | null>(null)
  const [from, setFrom] = useState(dayFromNow(1))
  const [note, setNote] = useState<{ kind: 'good' | 'bad'; text: string } | null>(null)
  /** Written on since it was saved or read: what comes late from the hub must not overwrite it. */
  const written = useRef(false)
  useEffect(() => {
    if (!written.current) setTree(loaded.value?.triage.tree ?? null)
  }, [loaded.value])
  if (!loaded.value || !tree) return <Waiting of={loaded} />
  const { versions, errands, counts, triage } = loaded.value
  const at = errand ?? errands.find(({ id }) => tree.first[id])?.id ?? errands[0]!.id
  const first = tree.first[at]
  const changed = tree !== triage.tree
  const change = (next: TriageTree) => {
    setNote(null)
    written.current = true
    setTree(next)
  }
  const begin = () => {
    const out = freshId(tree, at)
    const base = withNode(tree, out, {
      is: 'exit',
      exit: 'counter',
      text: t.newExitText,
      errand: null,
      url: null,
      need: [],
    })
    const id = freshId(base, at)
    const answers = [
      { text: { da: 'Ja', en: 'Yes' }, to: out },
      { text: { da: 'Nej', en: 'No' }, to: out },
    ]
    const next = withNode(base, id, { is: 'question', text: t.newText, answers })
    change({ ...next, first: { ...next.first, [at]: id } })
  }
  const save = async () => {
    const draft = pruned(tree)
    if (!isWritten(draft)) return setNote({ kind: 'bad', text: t.empty })
    try {
      const made = await ask<{ version: number }>('PUT', '/api/triage', { from, tree: draft })
      written.current = false
      setVersion(made.version)
      setNote({ kind: 'good', text: t.saved(made.version, dayIn(language, from)) })
    } catch (error) {
      setNote({ kind: 'bad', text: `${t.wrong} ${isRefused(error) ? error.message : ''}` })
    }
  }
  const counted = new Map<string, { n: number; back: number }>()
  for (const { exit, n, cameBack, errand: of } of counts) {
    const before = counted.get(exit) ?? { n: 0, back: 0 }
    if (of === at) counted.set(exit, { n: before.n + n, back: before.back + cameBack })
  }
  return (
    <>
      <Head>{t.head}</Head>
      <p class="lead">{t.lead}</p>
      <div class="fields panel">
        <div class="field">
          <label for="errand">{t.errand}</label>
          <select class="form-select" id="errand" value={at} onChange={(event) => setErrand(event.currentTarget.value)}>
            {errands.map(({ id, name }) => (
              <option key={id} value={id}>
                {name[language]}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="version">{t.version}</label>
          <select
            class="form-select"
            id="version"
            value={String(triage.version)}
            onChange={(event) => {
              written.current = false
              setVersion(Number(event.currentTarget.value))
            }}
          >
            {versions.map((one) => (
              <option key={one.version} value={String(one.version)}>
                {t.versionOf(one.version, daysIn(language, one.from, one.from), t.is[one.is])}
              </option>
            ))}
          </select>
        </div>
      </div>
      {note && <Flag kind={note.kind}>{note.text}</Flag>}
      {first ? (
        <>
          <TryPart key={`${at} ${first}`} tree={tree} errand={at} />
          <section class="panel">
            <NodePart
              tree={tree}
              errand={at}
              errands={errands}
              id={first}
              uses={usesOf(tree)}
              counts={counted}
              shown={new Set()}
              onChange={change}
            />
            <button
              type="button"
              class="plain"
              onClick={() => {
                const { [at]: _, ...rest } = tree.first
                change({ ...tree, first: rest })
              }}
            >
              {t.removeQuestions}
            </button>
          </section>
        </>
      ) : (
        <section class="panel">
          <p>{t.noQuestions}</p>
          <button type="button" class="button button-secondary" onClick={begin}>
            {t.addQuestions}
          </button>
        </section>
      )}
      <form
        class="panel fields"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <div class="field short">
          <label for="from">{t.from}</label>
          <input
            class="form-input"
            id="from"
            type="date"
            value={from}
            min={dayFromNow(0)}
            required
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
          {changed && <span class="hint">{t.unsaved}</span>}
        </div>
        <button type="submit" class="button button-primary" disabled={!changed}>
          {t.save}
        </button>
      </form>
    </>
  )
}
