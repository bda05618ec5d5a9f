/** Chromium's DevTools protocol over its pipe (file descriptors 3 and 4): no port that a page could reach. */
import type { Readable, Writable } from 'node:stream'

export type CdpEvent = { method: string; params: Record<string, unknown>; sessionId?: string }

export type Cdp = {
  /** Rejects when the browser says no, or `ms` is over. */
  send<T = Record<string, unknown>>(method: string, params?: object, sessionId?: string, ms?: number): Promise<T>
}

/** A healthy browser answers in tens of ms, under software emulation in seconds (ms). */
const ANSWER_MS = 30_000

export function cdpOver(toBrowser: Writable, fromBrowser: Readable, onEvent: (event: CdpEvent) => void): Cdp {
  let next = 1
  let rest = ''
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  fromBrowser.setEncoding('utf8')
  fromBrowser.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\0')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const message = JSON.parse(part) as { id?: number; result?: unknown; error?: { message: string } } & CdpEvent
      if (message.id === undefined) onEvent(message)
      else if (message.error) waiting.get(message.id)?.reject(new Error(message.error.message))
      else waiting.get(message.id)?.resolve(message.result)
    }
  })
  toBrowser.on('error', () => {})
  fromBrowser.on('error', () => {})
  return {
    send<T>(method: string, params: object = {}, sessionId?: string, ms = ANSWER_MS): Promise<T> {
      const id = next++
      return new Promise<T>((resolve, reject) => {
        const timer = setTimeout(() => settle(() => reject(new Error(`${method}: no answer`))), ms)
        const settle = (end: () => void) => {
          clearTimeout(timer)
          waiting.delete(id)
          end()
        }
        waiting.set(id, {
          resolve: (value) => settle(() => resolve(value as T)),
          reject: (error) => settle(() => reject(error)),
        })
        toBrowser.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`)
      })
    },
  }
}
