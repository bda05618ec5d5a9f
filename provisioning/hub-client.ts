import type { SignIn } from '../device/contract/api.ts'
import { Fault } from '../device/contract/faults.ts'

/** Signs in at the hub's web port and returns the cookie. Throws `hub.refused` or `hub.gone`. */
export async function signIn(web: string, who: SignIn): Promise<string> {
  const reply = await send(new URL('/api/session', web), 'POST', who)
  const cookie = reply.headers.getSetCookie()[0]?.split(';')[0]
  if (!reply.ok || !cookie) throw new Fault('hub.refused', `sign-in of ${who.user}: HTTP ${reply.status}`)
  return cookie
}

/** One call to the hub's API; the answer's value, or null for none. `hub.refused` carries the hub's own sentence. */
export async function callHub(
  web: string,
  cookie: string,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
): Promise<unknown> {
  const reply = await send(new URL(path, web), method, body, cookie)
  const text = await reply.text()
  if (!reply.ok) throw new Fault('hub.refused', sentence(text) ?? `HTTP ${reply.status}`)
  return text === '' ? null : JSON.parse(text)
}

/** Sends a file's bytes; the answer's value. `hub.refused` carries the hub's own sentence. */
export async function uploadToHub(web: string, cookie: string, path: string, body: ReadableStream): Promise<unknown> {
  const { origin } = new URL(web)
  const headers = { origin, cookie, 'content-type': 'application/octet-stream' }
  const reply = await fetch(new URL(path, web), { method: 'PUT', headers, body, duplex: 'half' } as RequestInit)
  const text = await reply.text()
  if (!reply.ok) throw new Fault('hub.refused', sentence(text) ?? `HTTP ${reply.status}`)
  return JSON.parse(text)
}

function sentence(text: string): string | null {
  try {
    return String((JSON.parse(text) as { error?: string }).error ?? '') || null
  } catch {
    return null
  }
}

async function send(url: URL, method: string, body?: object, cookie?: string): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers: {
        origin: url.origin,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(cookie ? { cookie } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  } catch (error) {
    throw new Fault('hub.gone', url.origin, { cause: error })
  }
}
