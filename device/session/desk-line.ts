import { decoder } from '../contract/decode.ts'
import { type DeskDown, DeskUp, type DeskView } from '../contract/desk.ts'
import { isFault } from '../contract/faults.ts'
import type { BoxRequest, Claim, Reply } from '../contract/link.ts'
import type { PublicKey } from '../contract/nouns.ts'
import { makeKeyPair } from '../link/keys.ts'
import { openOfClaim, sealFor } from '../link/seal.ts'
import type { Log } from '../log.ts'

/** The desk sees the citizen's screen at most this much later (ms); guidance changes several times a second. */
const VIEW_MS = 400

const decodeUp = decoder(DeskUp)

/**
 * The sealed line between one visit and the desk that claimed it. The view is state: the latest is what counts, and it is
 * sent anew when the line or the desk comes back. Signals and words go in order.
 */
export class DeskLine {
  readonly #request: (request: BoxRequest) => Promise<Reply>
  readonly #pair = makeKeyPair()
  readonly #log: Log
  #claim: Claim | null = null
  #view: ((boxKey: PublicKey) => DeskView) | null = null
  #due: NodeJS.Timeout | null = null
  #sending = false
  #again = false
  #order: Promise<unknown> = Promise.resolve()
  /** The seals of all that the desk has sent in this visit, whose key is used for nothing else: nothing is taken twice. */
  readonly #opened = new Set<string>()

  constructor(request: (request: BoxRequest) => Promise<Reply>, log: Log) {
    this.#request = request
    this.#log = log
  }

  get claim(): Claim | null {
    return this.#claim
  }

  setClaim(claim: Claim | null): void {
    this.#claim = claim
    if (claim) this.#soon(0)
  }

  /** The view has changed (or the line is back): `make` is called when it is sent, so that only the latest is made. */
  show(make: (boxKey: PublicKey) => DeskView): void {
    this.#view = make
    this.#soon(VIEW_MS)
  }

  /** The line came back: what the desk last got may be old. */
  resend(): void {
    this.#soon(0)
  }

  tell(message: DeskDown): void {
    const claim = this.#claim
    if (!claim) return
    const failed = (error: unknown) => this.#log.error({ error: String(error) }, 'to desk')
    this.#order = this.#order
      .then(async () => {
        const sealed = await sealFor(claim.sealKey, message)
        // Sent in order; nobody waits for the hub's reply, which takes a way of its own.
        void this.#request({ is: 'to-desk', claim: claim.claim, kind: 'message', sealed }).catch(failed)
      })
      // One message that cannot be sealed must not silence those after it.
      .catch(failed)
  }

  /** Opens what the desk sent; null for a message that is not of this claim or not as the contract says. */
  async open(claim: string, sealed: string): Promise<DeskUp | 'again' | null> {
    if (this.#claim?.claim !== claim) return null
    // The desk sends again what was not confirmed in time: a second retake would throw away a new portrait.
    // By its authentication tag, decoded: base64url can be written in several ways.
    const tag = Buffer.from(sealed.slice(sealed.lastIndexOf('.') + 1), 'base64url').toString('hex')
    if (this.#opened.has(tag)) return 'again'
    this.#opened.add(tag)
    try {
      const message = decodeUp(await openOfClaim(this.#pair.privateKey, sealed, claim))
      // It may have ended while the message was opened.
      return this.#claim?.claim === claim ? message : null
    } catch (error) {
      if (!isFault(error)) throw error
      this.#log.warn({ fault: error.code, detail: error.detail }, 'desk message refused')
      return null
    }
  }

  end(): void {
    if (this.#due) clearTimeout(this.#due)
    this.#claim = null
    this.#view = null
  }

  #soon(ms: number): void {
    if (ms === 0 && this.#due) {
      clearTimeout(this.#due)
      this.#due = null
    }
    this.#due ??= setTimeout(() => {
      this.#due = null
      void this.#send()
    }, ms)
  }

  async #send(): Promise<void> {
    if (this.#sending) {
      this.#again = true
      return
    }
    this.#sending = true
    try {
      const claim = this.#claim
      const view = this.#view?.(this.#pair.publicKey)
      if (!claim || !view) return
      const sealed = await sealFor(claim.sealKey, view)
      await this.#request({ is: 'to-desk', claim: claim.claim, kind: 'view', sealed })
    } catch (error) {
      this.#log.error({ error: String(error) }, 'view to desk')
    } finally {
      this.#sending = false
      if (this.#again) {
        this.#again = false
        this.#soon(VIEW_MS)
      }
    }
  }
}
