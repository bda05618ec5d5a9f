import type { DeskSocketDown, DeskSocketUp } from '../../device/contract/api.ts'
import type { DeskDown, DeskUp, DeskView } from '../../device/contract/desk.ts'
import type { PublicKey } from '../../device/contract/nouns.ts'
import { open, seal } from '../shared/seal.ts'

/** The hub says within a round trip whether a message arrived; a box that restarts its line takes a few seconds (ms). */
const RESEND_MS = 1_500

type FromBox = Extract<DeskSocketDown, { is: 'from-box' }>
export type ClaimLine = {
  /** Opens what the box sealed, in the order it came. */
  receive(message: FromBox): void
  /** Seals and sends, again and again until the hub says that the box has it. Waits for the first view: it has the key. */
  send(message: DeskUp): void
  /** The hub's word on a message with that id. */
  sent(id: string, ok: boolean): void
  close(): void
}

/** The sealed line of one claim. Nothing here touches the page: the robot caseworker uses it too. */
export function claimLine(options: {
  claim: string
  privateSeal: CryptoKey
  send: (message: DeskSocketUp) => boolean
  onView: (view: DeskView) => void
  onMessage: (message: DeskDown) => void
  onUnreadable: () => void
}): ClaimLine {
  const { claim } = options
  const unsent = new Map<string, string>()
  const waiting: DeskUp[] = []
  let boxKey: PublicKey | undefined
  let closed = false
  let inbound = Promise.resolve()
  let outbound = Promise.resolve()

  const post = (id: string) => {
    const sealed = unsent.get(id)
    if (sealed !== undefined) options.send({ is: 'to-box', id, claim, sealed })
  }
  const timer = setInterval(() => {
    for (const id of unsent.keys()) post(id)
  }, RESEND_MS)

  const dispatch = (message: DeskUp, key: PublicKey) => {
    outbound = outbound.then(async () => {
      const sealed = await seal(message, key, claim)
      if (closed) return
      const id = crypto.randomUUID()
      unsent.set(id, sealed)
      post(id)
    })
  }

  return {
    receive(message) {
      inbound = inbound.then(async () => {
        try {
          const content = await open(message.sealed, options.privateSeal)
          if (closed) return
          if (message.kind === 'message') return options.onMessage(content as DeskDown)
          const view = content as DeskView
          boxKey = view.boxKey
          options.onView(view)
          for (const early of waiting.splice(0)) dispatch(early, boxKey)
        } catch {
          if (!closed) options.onUnreadable()
        }
      })
    },
    send(message) {
      if (closed) return
      if (boxKey) dispatch(message, boxKey)
      else waiting.push(message)
    },
    sent(id, ok) {
      if (ok) unsent.delete(id)
    },
    close() {
      closed = true
      clearInterval(timer)
      unsent.clear()
      waiting.length = 0
      boxKey = undefined
    },
  }
}
