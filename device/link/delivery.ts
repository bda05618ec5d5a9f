import { setTimeout as sleep } from 'node:timers/promises'
import { type FaultCode, isFault } from '../contract/faults.ts'
import type { BoxRequest, Reply } from '../contract/link.ts'
import type { Outbox } from './outbox.ts'

/** First pause after "later": a hub that restarts is back in seconds (ms). */
const FIRST_PAUSE_MS = 1_000
/** Longest pause: an inbox that was down all night gets the applications within a minute of its return (ms). */
const LONGEST_PAUSE_MS = 60_000
/** A refusal is for a technician; asking again this seldom lets a mended inbox take it without a visit to the box (ms). */
const REFUSED_PAUSE_MS = 3_600_000

export type DeliveryProgress =
  | { is: 'delivered'; applicationId: string }
  | { is: 'later'; applicationId: string; why: string; fault: FaultCode | null; retryMs: number }
  /** Kept in the outbox; `fault` goes to the technician. */
  | { is: 'refused'; applicationId: string; why: string; fault: 'authority.refused' }

export type Delivery = {
  /** Delivers until `stop` aborts. Never rejects because hub or authority are gone. */
  run(stop: AbortSignal): Promise<void>
  /** The line is back: everything that waits is due now. */
  nudge(): void
}

export type DeliveryOptions = {
  outbox: Outbox
  /** One request over the link to the hub; may reject with a `Fault` when there is no line. */
  request(request: BoxRequest, signal: AbortSignal): Promise<Reply>
  onProgress(progress: DeliveryProgress): void
  firstPauseMs?: number
}

/** Sends what waits in the outbox, one at a time, oldest first, until the authority has acknowledged it. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { outbox, request, onProgress, firstPauseMs = FIRST_PAUSE_MS } = options
  const tries = new Map<string, { dueAt: number; pauseMs: number }>()
  let wake = new AbortController()

  /** Tries one; `later` and a refusal set when it is due again. */
  async function deliver(applicationId: string, stop: AbortSignal): Promise<void> {
    const sealed = await outbox.sealed(applicationId)
    if (sealed === null) return
    const later = (why: string, fault: FaultCode | null) => {
      const pauseMs = Math.min((tries.get(applicationId)?.pauseMs ?? firstPauseMs / 2) * 2, LONGEST_PAUSE_MS)
      tries.set(applicationId, { dueAt: performance.now() + pauseMs, pauseMs })
      onProgress({ is: 'later', applicationId, why, fault, retryMs: pauseMs })
    }
    let reply: Reply
    try {
      reply = await request({ is: 'deliver', applicationId, sealed }, stop)
    } catch (error) {
      if (stop.aborted) return
      if (!isFault(error)) throw error
      return later(error.message, error.code)
    }
    switch (reply.is) {
      case 'delivered':
        try {
          await outbox.acknowledge(applicationId, reply.acknowledgement)
        } catch (error) {
          if (!isFault(error, 'authority.refused')) throw error
          // Whoever answered is not the authority (or is broken): only the real one may make us delete anything.
          return later(error.detail, error.code)
        }
        tries.delete(applicationId)
        return onProgress({ is: 'delivered', applicationId })
      case 'refused':
        tries.set(applicationId, { dueAt: performance.now() + REFUSED_PAUSE_MS, pauseMs: LONGEST_PAUSE_MS })
        return onProgress({ is: 'refused', applicationId, why: reply.why, fault: 'authority.refused' })
      case 'later':
        return later(reply.why, 'authority.gone')
      case 'ok':
      case 'no-claim':
        return later(`unexpected reply '${reply.is}'`, 'message.malformed')
    }
  }

  const nudge = () => wake.abort()

  return {
    nudge() {
      tries.clear()
      nudge()
    },
    async run(stop) {
      const off = outbox.onAdded(nudge)
      stop.addEventListener('abort', nudge)
      try {
        while (!stop.aborted) {
          wake = new AbortController()
          for (const { applicationId } of outbox.pending()) {
            if (stop.aborted) return
            if ((tries.get(applicationId)?.dueAt ?? 0) <= performance.now()) await deliver(applicationId, stop)
          }
          const due = outbox.pending().map(({ applicationId }) => tries.get(applicationId)?.dueAt ?? 0)
          const pause = Math.min(LONGEST_PAUSE_MS, ...due.map((at) => at - performance.now()))
          if (pause > 0 && !wake.signal.aborted)
            await sleep(pause, undefined, { signal: wake.signal, ref: true }).catch(() => {})
        }
      } finally {
        off()
        stop.removeEventListener('abort', nudge)
      }
    },
  }
}
