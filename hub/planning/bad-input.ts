/** Input that a person wrote and a person can mend: one sentence for every wrong place. */
export class BadInput extends Error {
  readonly sentences: readonly string[]
  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'))
    this.sentences = sentences
  }
}
