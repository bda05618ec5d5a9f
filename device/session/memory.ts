/**
 * Everything personal of one visit that is bytes: kept here so that its end can overwrite it. Strings cannot be
 * overwritten in JavaScript; they are dropped with the visit, which is why pictures stay buffers until the last moment.
 */
export class VisitMemory {
  readonly #kept = new Set<Uint8Array>()
  #erased = false

  /** Remembers `bytes` for erasing; returns the same bytes. After the end, they are overwritten at once. */
  keep<T extends Uint8Array>(bytes: T): T {
    if (this.#erased) bytes.fill(0)
    else this.#kept.add(bytes)
    return bytes
  }

  erase(): void {
    this.#erased = true
    for (const bytes of this.#kept) bytes.fill(0)
    this.#kept.clear()
  }
}
