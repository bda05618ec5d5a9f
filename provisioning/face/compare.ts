import { compareFaces, SET_FOR, SIMILARITY_THRESHOLD } from '../../device/face/compare.ts'
import { Usage, type Verb } from '../verb.ts'
import { embeddingOf, openPicture, withEngine } from './pictures.ts'

const usage = 'A B [--json]'

/** How alike the largest faces of two pictures are. */
export const faceCompare: Verb = {
  usage,
  async run(args) {
    const [first, second, more] = args
    if (!first || !second || more !== undefined) throw new Usage(`boks face compare ${usage}`)
    const pictures = [await openPicture(first), await openPicture(second)] as const
    const result = await withEngine(async (engine) =>
      compareFaces(await embeddingOf(engine, pictures[0]), await embeddingOf(engine, pictures[1])),
    )
    const { distance, similarity, match } = result
    const json = { similarity, threshold: SIMILARITY_THRESHOLD, match }
    const rate = `set for ${100 * SET_FOR.falseMatchRate} % false matches`
    const words = match ? 'nearer than the threshold: probably one person' : 'not near enough: probably two people'
    const lines = [
      `similarity ${similarity.toFixed(3)}, threshold ${SIMILARITY_THRESHOLD}: ${words}`,
      `  distance ${distance.toFixed(3)} of ${result.threshold}, ${rate}`,
    ]
    return { lines, json }
  },
}
