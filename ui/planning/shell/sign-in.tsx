import { useState } from 'preact/hooks'
import { ask, isRefused } from '../hub.ts'
import { useTexts } from '../language.ts'
import { Flag, Head } from '../parts.tsx'
import { texts } from './texts.ts'

export function SignInPage({ onIn }: { onIn: () => Promise<void> }) {
  const t = useTexts(texts).signIn
  const [problem, setProblem] = useState<'wrong' | 'slow' | 'gone' | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    setBusy(true)
    try {
      await ask('POST', '/api/session', { user: String(form.get('user')), password: String(form.get('password')) })
      await onIn()
    } catch (error) {
      setProblem(isRefused(error, 401) ? 'wrong' : isRefused(error, 429) ? 'slow' : 'gone')
    }
    setBusy(false)
  }
  return (
    <form class="panel narrow" onSubmit={(event) => void submit(event)}>
      <Head>{t.head}</Head>
      <p>{t.lead}</p>
      {problem && <Flag>{t[problem]}</Flag>}
      <label class="form-label" for="user">
        {t.user}
      </label>
      <input class="form-input" id="user" name="user" autocomplete="username" required maxLength={60} />
      <label class="form-label" for="password">
        {t.password}
      </label>
      <input
        class="form-input"
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        maxLength={200}
      />
      <div class="act">
        <button class="button button-primary" type="submit" disabled={busy}>
          {t.button}
        </button>
      </div>
    </form>
  )
}
