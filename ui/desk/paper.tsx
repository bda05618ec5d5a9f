import { useEffect, useState } from 'preact/hooks'
import type { PaperBoxes, PaperView } from '../../device/contract/fleet-view.ts'
import type { LedgerStory, LedgerVerdict } from '../../device/contract/link.ts'
import { caseNumber } from '../../device/contract/numbers.ts'
import { HowAndWhy } from '../shared/how-and-why.tsx'
import { ask, isRefused } from '../shared/hub.ts'
import { useWords } from './words.ts'

/** Paper is filled and trays are emptied by people: that often is soon enough (ms). */
const LOOK_MS = 10_000
const ends = {
  money: ['settled', 'reversed', 'nothing-taken'],
  paper: ['printed', 'not-printed'],
} as const satisfies Record<LedgerStory['ledger'], readonly LedgerVerdict['how'][]>

/** Posts; null when it was done, else the hub's own sentence, or `offline`. */
async function post(path: string, body: object, offline: string): Promise<string | null> {
  try {
    await ask('POST', path, body)
    return null
  } catch (error) {
    return isRefused(error) ? error.message : offline
  }
}

const troubled = ({ condition, warnings, slips, left, waiting }: PaperView) =>
  condition !== 'ready' ||
  warnings.length > 0 ||
  left ||
  waiting.length > 0 ||
  (slips !== null && (slips.condition !== 'ready' || slips.warnings.length > 0))

/** What is the matter with paper and money at the boxes, and what only a person can end. */
export function PaperPanel() {
  const t = useWords().paper
  const [boxes, setBoxes] = useState<PaperBoxes['boxes']>([])
  const look = async () => {
    const reply = await fetch('/api/paper').catch(() => null)
    if (reply?.ok) setBoxes(((await reply.json()) as PaperBoxes).boxes)
  }
  useEffect(() => {
    void look()
    const timer = setInterval(() => void look(), LOOK_MS)
    return () => clearInterval(timer)
  }, [])
  const shown = boxes.filter(({ paper }) => troubled(paper))
  return (
    <section class="panel paper-panel" aria-labelledby="paper-head">
      <h2 id="paper-head">{t.head}</h2>
      {shown.length === 0 && <p>{t.none}</p>}
      {shown.map(({ box, name, place, paper }) => (
        <article key={box}>
          <h3>
            {name}, {place}
          </h3>
          <Condition paper={paper} />
          {paper.waiting.map((story) => (
            <Waiting key={`${story.ledger} ${story.name}`} box={box} story={story} onDone={look} />
          ))}
        </article>
      ))}
      <Withdraw />
    </section>
  )
}

/** How paper stands at one box, in a sentence each. */
export function Condition({
  paper,
}: {
  paper: Pick<PaperView, 'condition' | 'warnings' | 'left'> & { slips?: PaperView['slips'] }
}) {
  const t = useWords().paper
  const line = (who: string, condition: string | null, warnings: readonly string[]) =>
    `${who} ${condition === 'ready' ? t.ready : (t.condition[condition ?? 'gone'] ?? condition)}${
      warnings.length > 0 ? `; ${warnings.map((one) => t.warning[one] ?? one).join(', ')}` : ''
    }.`
  const bad = paper.condition !== 'ready'
  return (
    <>
      <p class={bad ? 'flag bad' : paper.warnings.length > 0 ? 'flag warn' : 'small'}>
        {line(t.printer, paper.condition, paper.warnings)}
      </p>
      {paper.slips && (
        <p class={paper.slips.condition === 'ready' ? 'small' : 'flag warn'}>
          {line(t.slips, paper.slips.condition, paper.slips.warnings)}
        </p>
      )}
      {paper.left && <p class="flag warn">{t.left}.</p>}
    </>
  )
}

function Waiting({ box, story, onDone }: { box: string; story: LedgerStory; onDone: () => Promise<void> }) {
  const t = useWords().paper
  const [how, setHow] = useState<LedgerVerdict['how'] | ''>('')
  const [why, setWhy] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const kroner = ((story.amount ?? 0) / 100).toFixed(2).replace('.', ',')
  const own = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(story.name)?.[0]
  const number = own ? caseNumber(own) : null
  const id = `story-${story.name}`
  return (
    <form
      class="waiting-story"
      aria-label={`${t.waits}: ${story.name}`}
      onSubmit={async (event) => {
        event.preventDefault()
        const { ledger, name } = story
        const said = await post(`/api/boxes/${box}/resolve`, { ledger, name, how, why: why.trim() }, t.offline)
        setWrong(said)
        if (!said) await onDone()
      }}
    >
      <p>
        <b>{t.waits}</b>
        {number && `, ${t.of(number)}`},{' '}
        {new Date(story.since).toLocaleString('da-DK', { dateStyle: 'short', timeStyle: 'short' })}:{' '}
        {story.ledger === 'money' ? t.money(kroner, story.reference ?? '–') : t.page}
      </p>
      <HowAndWhy
        id={id}
        ends={ends[story.ledger]}
        words={t}
        how={how}
        why={why}
        whyMax={160}
        onHow={setHow}
        onWhy={setWhy}
      />
      <button type="submit" class="button button-secondary">
        {t.save}
      </button>
      {wrong && <p class="flag bad">{wrong}</p>}
    </form>
  )
}

function Withdraw() {
  const t = useWords().paper
  const [code, setCode] = useState('')
  const [why, setWhy] = useState('')
  const [said, setSaid] = useState<{ is: 'done' | 'wrong'; text: string } | null>(null)
  return (
    <details>
      <summary>{t.withdraw}</summary>
      <form
        class="waiting-story"
        onSubmit={async (event) => {
          event.preventDefault()
          const number = code.trim().toUpperCase()
          const wrong = await post(
            `/api/certificates/${encodeURIComponent(number)}/revoke`,
            { why: why.trim() },
            t.offline,
          )
          setSaid(wrong ? { is: 'wrong', text: wrong } : { is: 'done', text: `${number}: ${t.withdrawn}` })
          if (!wrong) setCode('')
        }}
      >
        <p>{t.withdrawLead}</p>
        <label for="withdraw-code">{t.number}</label>
        <input
          id="withdraw-code"
          class="form-input"
          required
          placeholder="ABCD-2345"
          autocomplete="off"
          value={code}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
        <label for="withdraw-why">{t.reason}</label>
        <input
          id="withdraw-why"
          class="form-input"
          required
          minLength={3}
          maxLength={200}
          value={why}
          onInput={(event) => setWhy(event.currentTarget.value)}
        />
        <button type="submit" class="button button-secondary">
          {t.withdraw}
        </button>
        {said && (
          <p role="status" class={said.is === 'done' ? 'flag' : 'flag bad'}>
            {said.text}
          </p>
        )}
      </form>
    </details>
  )
}
