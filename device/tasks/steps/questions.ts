import type { Errand } from '../../contract/nouns.ts'
import type { Answer } from '../../contract/screen.ts'
import type { Step, StepIo } from '../runner.ts'
import type { Contact } from '../task.ts'

/** Waits for an answer of one kind; others (a double tap on something gone) are not for this question. */
export async function answerOf<K extends Answer['is']>(io: StepIo, ...kinds: K[]): Promise<Extract<Answer, { is: K }>> {
  for (;;) {
    const answer = await io.answer()
    if ((kinds as string[]).includes(answer.is)) return answer as Extract<Answer, { is: K }>
  }
}

export const chooseErrand =
  (errands: readonly Errand[]): Step<Errand> =>
  async (io) => {
    io.show({ is: 'errand', errands: [...errands] })
    return (await answerOf(io, 'errand')).errand
  }

export const readPrivacy: Step<true> = async (io) => {
  io.show({ is: 'privacy' })
  await answerOf(io, 'yes')
  return true
}

export const giveContact =
  (places: readonly { id: string; name: string }[]): Step<Contact> =>
  async (io) => {
    for (;;) {
      io.show({ is: 'contact', places: [...places] })
      const answer = await answerOf(io, 'contact')
      const place = places.find(({ id }) => id === answer.place)
      if (place) return { phone: answer.phone.trim(), place }
    }
  }
