import { publishedScenario } from '../hub/planning/published.ts'
import { Usage, type Verb } from './verb.ts'

/** The scenario of the published figures: a first SCENARIO.json to change. */
export const planPublished: Verb = {
  usage: '[VISITS_A_DAY] [--json]',
  async run(args) {
    const visits = Number(args[0] ?? 100)
    if (!(visits >= 1 && visits <= 5000) || args.length > 1)
      throw new Usage(`Visits a day must be a number from 1 to 5000.\nboks plan published ${planPublished.usage}`)
    const scenario = publishedScenario(visits)
    return { lines: [JSON.stringify(scenario, null, 2)], json: scenario }
  },
}
