import { useEffect, useRef, useState } from 'preact/hooks'
import { signIn, waysIn } from './session.ts'
import { texts } from './sign-in-texts.ts'

/** The pages that staff sign in to; after the identity provider one comes back to the same. */
export type Home = 'desk' | 'planning' | 'fleet' | 'booking' | 'bills'

/** User name and password, or the identity provider where there is one. `lead`: what waits behind it, in one sentence. */
export function SignIn(props: { language: 'da' | 'en'; home: Home; lead: string; onIn: () => unknown }) {
  const t = texts[props.language]
  const head = useRef<HTMLHeadingElement>(null)
  const [problem, setProblem] = useState<'wrong' | 'slow' | 'gone' | null>(null)
  const [busy, setBusy] = useState(false)
  const [provider, setProvider] = useState<string | null>(null)
  useEffect(() => {
    head.current?.focus({ preventScroll: true })
    void waysIn().then(({ oidc }) => setProvider(oidc))
  }, [])

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    setBusy(true)
    const result = await signIn({ user: String(form.get('user')), password: String(form.get('password')) })
    if (result === 'in') await props.onIn()
    else setProblem(result)
    setBusy(false)
  }
  return (
    <form class="panel sign-in" onSubmit={(event) => void submit(event)}>
      <h1 ref={head} tabIndex={-1}>
        {t.head}
      </h1>
      <p>{props.lead}</p>
      {provider && (
        <a class="button button-primary" href={`/api/sign-in/oidc?to=${props.home}`}>
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
      <div class="act">
        <button class="button button-primary" type="submit" disabled={busy}>
          {t.button}
        </button>
      </div>
    </form>
  )
}
