import type { Session, SignIn } from '../../device/contract/api.ts'

/** Who is signed in; null if nobody. Rejects when the hub cannot be reached. */
export async function whoIsIn(): Promise<Session | null> {
  const reply = await fetch('/api/session')
  if (reply.status === 401) return null
  if (!reply.ok) throw new Error(`session: ${reply.status}`)
  return (await reply.json()) as Session
}

export async function signIn(words: SignIn): Promise<'in' | 'wrong' | 'slow' | 'gone'> {
  try {
    const reply = await fetch('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(words),
    })
    if (reply.ok) return 'in'
    if (reply.status === 401) return 'wrong'
    return reply.status === 429 ? 'slow' : 'gone'
  } catch {
    return 'gone'
  }
}

export async function signOut(): Promise<void> {
  await fetch('/api/session', { method: 'DELETE' }).catch(() => undefined)
}

/** The identity provider to sign in with, by name; null without one. */
export async function waysIn(): Promise<{ oidc: string | null }> {
  const none = { oidc: null }
  return fetch('/api/sign-in').then(
    (reply) => (reply.ok ? (reply.json() as Promise<{ oidc: string | null }>) : none),
    () => none,
  )
}
