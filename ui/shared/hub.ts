/** What a page asks of the hub, in the language that its reader has chosen. */

/** An answer other than the wished one; the message is the hub's sentence if it gave one. */
export class Refused extends Error {
  status: number
  constructor(status: number, sentence: string) {
    super(sentence)
    this.status = status
  }
}

/** The answer's value, null for an empty one. Rejects with `Refused`, or with what fetch says when nobody answers. */
export async function ask<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown): Promise<T> {
  const reply = await fetch(url, {
    method,
    headers: {
      accept: 'application/json',
      'accept-language': document.documentElement.lang,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer: unknown = reply.status === 204 ? null : await reply.json().catch(() => null)
  if (reply.ok) return answer as T
  throw new Refused(reply.status, (answer as { error?: string } | null)?.error ?? `status ${reply.status}`)
}

export const isRefused = (error: unknown, ...statuses: number[]): error is Refused =>
  error instanceof Refused && (statuses.length === 0 || statuses.includes(error.status))
