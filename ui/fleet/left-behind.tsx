import type { LeftBehind, ReleaseView } from '../../device/contract/release.ts'
import { useWords } from './words.ts'

/** Which boxes a release leaves behind, and the word with which it goes on without one of them. */
export function BoxesBehind({
  release: { behind = [], stoppedByBox, ring },
  leave,
}: {
  release: ReleaseView
  leave(box: string, why: string): void
}) {
  const t = useWords().releases
  if (behind.length === 0) return null
  const holdsUp = ({ is, left }: LeftBehind) =>
    !left && (stoppedByBox ? is === 'rolled-back' : ring === 'test' || ring === 'tenth')
  return (
    <>
      <h3>{t.behind}</h3>
      <ul class="behind">
        {behind.map((one) => (
          <li key={one.box} data-behind={one.name}>
            <p>
              <b>{one.name}</b>, {one.place}: {t.behindIs[one.is]}
              {one.is === 'refused' && one.why && ` (${one.why})`}
            </p>
            {one.left && <p class="quiet">{t.left(one.left.why, one.left.who)}</p>}
            {holdsUp(one) && (
              <details>
                <summary>{t.leave}</summary>
                <Why box={one} leave={leave} />
              </details>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function Why({ box, leave }: { box: LeftBehind; leave(box: string, why: string): void }) {
  const t = useWords().releases
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    leave(box.box, String(new FormData(event.currentTarget as HTMLFormElement).get('why')))
  }
  const hint = `hint-${box.box}`
  return (
    <form onSubmit={submit}>
      <label>
        {t.why(box.name)}
        <input
          class="form-input"
          name="why"
          required
          minLength={3}
          maxLength={200}
          autocomplete="off"
          aria-describedby={hint}
        />
      </label>
      <p class="quiet" id={hint}>
        {t.whyHint}
      </p>
      <button type="submit" class="button button-primary">
        {t.leave}
      </button>
    </form>
  )
}
