import type { Words } from '../../../device/contract/booking.ts'
import type { TriageExit, TriageNode, TriageTree } from '../../../device/contract/triage.ts'
import { useLanguage, useTexts } from '../language.ts'
import { texts } from './texts.ts'
import { above, type Exit, freshId, type Question, withNode } from './tree.ts'

const exits: TriageExit[] = ['self-service', 'call', 'box', 'box-video', 'counter', 'other-authority']
const NEW_QUESTION = '+q'
const NEW_EXIT = '+e'

export type NodeProps = {
  tree: TriageTree
  errand: string
  errands: { id: string; name: Words }[]
  id: string
  uses: Map<string, number>
  counts: Map<string, { n: number; back: number }>
  /** Nodes already shown above: an outline shows each once. */
  shown: Set<string>
  onChange: (tree: TriageTree) => void
}

/** A question with everything below it, or a way out. */
export function NodePart(props: NodeProps) {
  const t = useTexts(texts)
  const { tree, id, uses, shown, counts, onChange } = props
  const node = tree.nodes[id]
  if (!node) return null
  if (shown.has(id)) return <p class="hint">{t.again}</p>
  shown.add(id)
  const set = (next: TriageNode) => onChange(withNode(tree, id, next))
  const count = counts.get(id)
  return (
    <div class={`node ${node.is}`}>
      <h3>{node.is === 'question' ? t.question : t.exitHead}</h3>
      {(uses.get(id) ?? 0) > 1 && <p class="hint">{t.shared(uses.get(id)!)}</p>}
      <Both id={`${id}-text`} words={node.text} onChange={(text) => set({ ...node, text })} />
      {node.is === 'question' ? (
        <Answers {...props} node={node} />
      ) : (
        <ExitPart node={node} id={id} errands={props.errands} onChange={set} />
      )}
      {node.is === 'exit' && count && <p class="hint">{t.count(count.n, count.back)}</p>}
    </div>
  )
}

function Answers(props: NodeProps & { node: Question }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { tree, id, node, errand, onChange } = props
  const barred = above(tree, id)
  const put = (answers: Question['answers'], base = tree) => onChange(withNode(base, id, { ...node, answers }))
  const set = (n: number, next: Partial<Question['answers'][number]>, base = tree) =>
    put(
      node.answers.map((one, at) => (at === n ? { ...one, ...next } : one)),
      base,
    )
  const lead = (n: number, to: string) => {
    if (to !== NEW_QUESTION && to !== NEW_EXIT) return set(n, { to })
    const exit: Exit = { is: 'exit', exit: 'counter', text: t.newExitText, errand: null, url: null, need: [] }
    const first = freshId(tree, errand)
    if (to === NEW_EXIT) return set(n, { to: first }, withNode(tree, first, exit))
    const base = withNode(tree, first, exit)
    const second = freshId(base, errand)
    const yesNo = [
      { text: { da: 'Ja', en: 'Yes' }, to: first },
      { text: { da: 'Nej', en: 'No' }, to: first },
    ]
    set(n, { to: second }, withNode(base, second, { is: 'question', text: t.newText, answers: yesNo }))
  }
  const short = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text)
  const choices = Object.entries(tree.nodes).filter(([one]) => !barred.has(one))
  return (
    <ol class="answers no-max-width">
      {node.answers.map((answer, n) => (
        // Answers have no name of their own; their order is what the citizen sees.
        <li key={n}>
          <Both id={`${id}-${n}`} label={t.answer(n + 1)} words={answer.text} onChange={(text) => set(n, { text })} />
          <div class="fields">
            <div class="field wide">
              <label for={`${id}-${n}-to`}>{t.leads}</label>
              <select
                class="form-select"
                id={`${id}-${n}-to`}
                value={answer.to}
                onChange={(event) => lead(n, event.currentTarget.value)}
              >
                {choices.map(([one, other]) => (
                  <option key={one} value={one}>
                    {other.is === 'exit' ? `${t.exits[other.exit]}: ` : `${t.question}: `}
                    {short(other.text[language])}
                  </option>
                ))}
                <option value={NEW_QUESTION}>{t.newQuestion}</option>
                <option value={NEW_EXIT}>{t.newExit}</option>
              </select>
            </div>
            {node.answers.length > 2 && (
              <button
                type="button"
                class="plain"
                aria-label={t.removeAnswer(n + 1)}
                onClick={() => put(node.answers.filter((_, at) => at !== n))}
              >
                {t.remove}
              </button>
            )}
          </div>
          <NodePart {...props} id={answer.to} />
        </li>
      ))}
      {node.answers.length < 8 && (
        <li class="row">
          <button
            type="button"
            class="button button-secondary"
            onClick={() => put([...node.answers, { text: { da: '', en: '' }, to: node.answers[0]!.to }])}
          >
            {t.addAnswer}
          </button>
        </li>
      )}
    </ol>
  )
}

function ExitPart(props: {
  node: Exit
  id: string
  errands: { id: string; name: Words }[]
  onChange: (node: Exit) => void
}) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { node, id, errands, onChange } = props
  const linked = node.exit === 'self-service' || node.exit === 'other-authority'
  const needs = (which: 'da' | 'en') => node.need.map((one) => one[which]).join('\n')
  const setNeeds = (which: 'da' | 'en', text: string) => {
    const lines = text.split('\n')
    const other = which === 'da' ? 'en' : 'da'
    const need = lines.map((line, n) => ({ [which]: line, [other]: node.need[n]?.[other] ?? line }) as Words)
    onChange({ ...node, need: text === '' ? [] : need.slice(0, 8) })
  }
  return (
    <div class="fields">
      <div class="field">
        <label for={`${id}-exit`}>{t.exit}</label>
        <select
          class="form-select"
          id={`${id}-exit`}
          value={node.exit}
          onChange={(event) => onChange({ ...node, exit: event.currentTarget.value as TriageExit })}
        >
          {exits.map((one) => (
            <option key={one} value={one}>
              {t.exits[one]}
            </option>
          ))}
        </select>
      </div>
      {linked ? (
        <div class="field">
          <label for={`${id}-url`}>{t.url}</label>
          <input
            class="form-input"
            id={`${id}-url`}
            type="url"
            pattern="https://.*"
            maxLength={300}
            value={node.url ?? ''}
            onInput={(event) => onChange({ ...node, url: event.currentTarget.value || null })}
          />
        </div>
      ) : (
        <div class="field">
          <label for={`${id}-errand`}>{t.becomes}</label>
          <select
            class="form-select"
            id={`${id}-errand`}
            value={node.errand ?? ''}
            onChange={(event) => onChange({ ...node, errand: event.currentTarget.value || null })}
          >
            <option value="">{t.same}</option>
            {errands.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name[language]}
              </option>
            ))}
          </select>
        </div>
      )}
      {linked &&
        (['da', 'en'] as const).map((which) => (
          <div class="field" key={which}>
            <label for={`${id}-need-${which}`}>
              {t.need} – {t[which]}
            </label>
            <textarea
              class="form-input"
              id={`${id}-need-${which}`}
              rows={2}
              lang={which}
              value={needs(which)}
              onInput={(event) => setNeeds(which, event.currentTarget.value)}
            />
          </div>
        ))}
    </div>
  )
}

/** One sentence in both languages. */
function Both(props: { id: string; label?: string; words: Words; onChange: (words: Words) => void }) {
  const t = useTexts(texts)
  const { id, label, words, onChange } = props
  return (
    <div class="fields">
      {(['da', 'en'] as const).map((which) => (
        <div class="field half" key={which}>
          <label for={`${id}-${which}`}>{label ? `${label} – ${t[which]}` : t[which]}</label>
          <textarea
            class="form-input"
            id={`${id}-${which}`}
            rows={words[which].length > 70 ? 3 : 1}
            lang={which}
            maxLength={600}
            value={words[which]}
            onInput={(event) => onChange({ ...words, [which]: event.currentTarget.value })}
          />
        </div>
      ))}
    </div>
  )
}
