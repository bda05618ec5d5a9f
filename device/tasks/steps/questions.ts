import type { Answer } from '../../contract/answer.ts'
import type { Errand } from '../../contract/nouns.ts'
import type { Step, StepIo } from '../runner.ts'
import type { Contact, TaskContext } from '../task.ts'

/** Waits for an answer of one kind; others (a double tap on something gone) are not for this question. */
export async function answerOf<K extends Answer['is']>(io: StepIo, ...kinds: K[]): Promise<Extract<Answer, { is: K }>> {
  for (;;) {
    const answer = await io.answer()
    if ((kinds as string[]).includes(answer.is)) return answer as Extract<Answer, { is: K }>
  }
}

/** What is done here today. An errand that ends on a paper is closed while the box cannot print it. */
export const chooseErrand =
  ({ errands, papers }: Pick<TaskContext, 'errands' | 'papers'>): Step<Errand> =>
  async (io) => {
    const closed = () => errands.flatMap((errand) => papers.closed(errand))
    const show = () => io.show({ is: 'errand', errands: [...errands], closed: closed() })
    show()
    const off = papers.onChange(show)
    try {
      for (;;) {
        const { errand } = await answerOf(io, 'errand')
        if (errands.includes(errand) && !closed().some((one) => one.errand === errand)) return errand
      }
    } finally {
      off()
    }
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
