import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import Type from 'typebox'
import { InboxEntry } from '../device/contract/api.ts'
import { benchCitizens } from '../device/contract/bench.ts'
import { decoder } from '../device/contract/decode.ts'
import { demoCaseworker } from './demo/demo.ts'
import { caseworker } from './robot/caseworker.ts'
import { visitAsCitizen } from './robot/citizen.ts'
import { Usage, type Verb } from './verb.ts'

/** A visit at real pace takes about half a minute; a caseworker may be slow (s). */
const LIMIT_S = 180

const decodeDemo = decoder(
  Type.Object({ screen: Type.String(), desk: Type.String(), bench: Type.String(), authority: Type.String() }),
)
const decodeInbox = decoder(Type.Array(InboxEntry))

/** Drives one visit of the running demo as a robot citizen; a robot caseworker decides unless `--no-caseworker`. */
export const visitRun: Verb = {
  usage: '--citizen good|mismatch|badsig|altered|child [--language da|en] [--no-caseworker] [--json]',
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        citizen: { type: 'string' },
        language: { type: 'string', default: 'da' },
        'no-caseworker': { type: 'boolean' },
      },
    })
    const citizen = benchCitizens.find((one) => one === values.citizen)
    const language = (['da', 'en'] as const).find((one) => one === values.language)
    if (!citizen || !language) throw new Usage(`boks visit run ${visitRun.usage}`)
    const path = join(resolve(import.meta.dirname, '..'), '.run/demo.json')
    if (!existsSync(path)) throw new Usage('No demo is running here: start one with make demo.')
    const demo = decodeDemo(readFileSync(path, 'utf8'))

    const inbox = async () => decodeInbox(await (await fetch(new URL('/applications', demo.authority))).json())
    const before = new Set((await inbox()).map((entry) => entry.applicationId))
    const end = new AbortController()
    const signal = AbortSignal.any([end.signal, AbortSignal.timeout(LIMIT_S * 1000)])
    const desk = values['no-caseworker']
      ? null
      : caseworker({ web: new URL(demo.desk).origin, who: demoCaseworker, signal })
    desk?.catch(() => {})
    try {
      const { outcome, reason, receipt, number, steps } = await visitAsCitizen({ ...demo, citizen, language, signal })
      const applicationId = (await inbox()).find((entry) => !before.has(entry.applicationId))?.applicationId ?? null
      const lines = [
        `${outcome}${reason ? ` (${reason})` : ''}, case ${number}, receipt ${receipt}`,
        ...steps.map(({ name, ms }) => `  ${name.padEnd(14)} ${String(ms).padStart(6)} ms`),
        `application ${applicationId ?? 'none delivered'}`,
      ]
      return { lines, json: { outcome, reason, receipt, steps, applicationId } }
    } finally {
      end.abort()
    }
  },
}
