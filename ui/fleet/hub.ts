/** An answer of the hub that is not the wished one; the message is its own sentence. */
export class HubSaysNo extends Error {
  readonly status: number
  constructor(status: number, sentence: string) {
    super(sentence)
    this.status = status
  }
}

/** One call to the hub; its value, or null for an empty answer. Rejects with `HubSaysNo`, or a TypeError without a hub. */
export async function call<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<T> {
  const reply = await fetch(path, {
    method,
    headers: {
      'accept-language': document.documentElement.lang,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await reply.text()
  if (!reply.ok) {
    let sentence = `HTTP ${reply.status}`
    try {
      sentence = (JSON.parse(text) as { error: string }).error
    } catch {
      // Not ours.
    }
    throw new HubSaysNo(reply.status, sentence)
  }
  return (text === '' ? null : JSON.parse(text)) as T
}
