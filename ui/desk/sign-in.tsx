import { useEffect, useState } from 'preact/hooks'
import { signIn, waysIn } from './session.ts'
import { useWords } from './words.ts'

export function SignInPage({ onIn }: { onIn: () => Promise<void> }) {
  const t = useWords().signIn
  const [problem, setProblem] = useState<'wrong' | 'slow' | 'gone' | null>(null)
  const [busy, setBusy] = useState(false)
  const [provider, setProvider] = useState<string | null>(null)
  useEffect(() => void waysIn().then(({ oidc }) => setProvider(oidc)), [])

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    setBusy(true)
    const result = await signIn({ user: String(form.get('user')), password: String(form.get('password')) })
    setBusy(false)
    if (result === 'in') await onIn()
    else setProblem(result)
  }
  return (
    <main class="narrow">
      <form class="panel sign-in" onSubmit={(event) => void submit(event)}>
        <h1>{t.head}</h1>
        <p>{t.lead}</p>
        {provider && (
          <a class="button button-primary" href="/api/sign-in/oidc">
            {t.with(provider)}
          </a>
        )}
        {problem && (
          <p class="flag bad" role="alert">
            {t[problem]}
          </p>
        )}
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
        <button class="button button-primary" type="submit" disabled={busy}>
          {t.button}
        </button>
      </form>
    </main>
  )
}
