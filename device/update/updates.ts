/**
 * The box's side of an update: fetches what the hub offers, only in its window and while nobody is at the box, hands it to the
 * installer, and has the machine restarted when nobody is there. The installer judges it; here nothing of it is believed.
 */
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect, type Socket } from 'node:net'
import Type, { type Static } from 'typebox'
import { decoder } from '../contract/decode.ts'
import { compareVersions, type UpdateState } from '../contract/release.ts'
import type { Settings } from '../contract/settings.ts'
import type { Credentials } from '../link/credentials.ts'
import type { Log } from '../log.ts'
import { byteReader } from './bytes.ts'
import { INSTALLER } from './restart.ts'
import { inWindow } from './window.ts'

/** Written when a new version was tried and was not well. */
export const FAILED = '/run/boks-boot/failed'
/** A hub that sends nothing for so long is gone (ms). */
const QUIET_MS = 60_000
/** The installer's sentences are short (bytes). */
const LINE_MAX = 1_000

const Answer = Type.Union([
  Type.Object({ is: Type.Literal('accepted') }),
  Type.Object({ is: Type.Literal('installed'), version: Type.String() }),
  Type.Object({ is: Type.Literal('refused'), why: Type.String() }),
  Type.Object({ is: Type.Literal('later'), why: Type.String() }),
])
const decodeAnswer = decoder(Answer)

export type UpdateParts = {
  running: string
  /** `wss://…/box`, and its CA. */
  hub: string
  ca: string
  credentials(stop: AbortSignal): Promise<Credentials>
  /** Resolves when nobody is at the box, at once if nobody is. */
  idle(stop: AbortSignal): Promise<void>
  window: Settings['updates']
  log: Log
  installer?: string
  failed?: string
}

export type Updates = {
  /** What the hub wants here; called with every target. Resolves true when the machine is to be restarted for it. */
  offer(version: string | undefined, stop: AbortSignal): Promise<boolean>
  state(): UpdateState | null
}

export function createUpdates(parts: UpdateParts): Updates {
  const { running, log, installer = INSTALLER, failed = FAILED } = parts
  let busy = false
  let state: UpdateState | null = null
  const back = () => {
    const versions = existsSync(failed) ? readFileSync(failed, 'utf8').split('\n').filter(Boolean) : []
    return versions.find((version) => compareVersions(version, running) > 0) ?? null
  }
  return {
    state() {
      const version = back()
      // The installer may have refused it before this start was found well and the failed one named.
      if (!version || (state && state.version !== version)) return state
      return { version, is: 'rolled-back', why: 'the box was not well with it' }
    },
    async offer(version, stop) {
      if (busy || !version || compareVersions(version, running) <= 0 || !existsSync(installer)) return false
      if (version === back() || (state?.version === version && state.is === 'refused')) return false
      if (!inWindow(parts.window, new Date())) return false
      busy = true
      try {
        if (state?.is !== 'installed' || state.version !== version) {
          await parts.idle(stop)
          state = { version, is: 'fetching' }
          log.info({ version }, 'update: fetching')
          const answer = await fetchAndInstall(parts, installer, version, stop)
          log.info({ version, ...answer }, 'update')
          // Too early: the next look offers it again.
          if (answer.is === 'later') state = null
          else if (answer.is === 'installed') state = { version, is: 'installed' }
          else state = { version, is: 'refused', why: answer.why }
        }
        return state?.is === 'installed'
      } catch (error) {
        // The line broke: the next offer starts over.
        state = null
        if (!stop.aborted) log.warn({ version, error: (error as Error).message }, 'update: broken off')
        return false
      } finally {
        busy = false
      }
    },
  }
}

async function fetchAndInstall(parts: UpdateParts, installer: string, version: string, stop: AbortSignal) {
  const round = new AbortController()
  const signal = AbortSignal.any([stop, round.signal])
  const bundle = await open(parts, version, signal)
  const socket: Socket = connect({ path: installer, signal })
  const lines = byteReader(socket)
  const answers = async (): Promise<Exclude<Static<typeof Answer>, { is: 'accepted' }>> => {
    for (;;) {
      const line = await lines.line(LINE_MAX)
      if (line === null) throw new Error('the installer ended')
      const answer = decodeAnswer(line)
      if (answer.is !== 'accepted') return answer
    }
  }
  const answered = answers()
  answered.catch(() => {})
  const send = async () => {
    for await (const chunk of bundle) {
      // Citizens come first: their pictures need the same disk and line.
      await parts.idle(signal)
      if (!socket.write(chunk as Buffer)) await once(socket, 'drain', { signal })
    }
  }
  try {
    const sent = send()
    sent.catch(() => {})
    await Promise.race([sent, answered])
    return await answered
  } finally {
    socket.on('error', () => {})
    bundle.on('error', () => {})
    round.abort()
    bundle.destroy()
    socket.destroy()
  }
}

async function open(parts: UpdateParts, version: string, signal: AbortSignal): Promise<IncomingMessage> {
  const { key, cert } = await parts.credentials(signal)
  const url = new URL(`/releases/${version}`, parts.hub.replace(/^wss:/, 'https:'))
  const request = httpsRequest(url, { ca: parts.ca, key, cert, agent: false, minVersion: 'TLSv1.3', signal })
  request.setTimeout(QUIET_MS, () => request.destroy(new Error('the hub is silent')))
  request.end()
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  if (response.statusCode !== 200) throw new Error(`HTTP ${response.statusCode}`)
  return response
}
