import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { acceptWith, sendReport } from '../device/accept/at-screen.ts'
import type { AcceptIo } from '../device/accept/run.ts'
import { readConfig } from '../device/config.ts'
import type { AcceptStep } from '../device/contract/accept.ts'
import { readIdentity } from '../device/identity-folder.ts'
import { makeDevices } from '../device/make-devices.ts'
import { openSettings } from '../device/settings/book.ts'
import { Usage, type Verb } from './verb.ts'

const todo: Record<AcceptStep, string> = {
  hub: 'The box asks the hub.',
  devices: 'The box looks for its devices.',
  document: 'Put the test passport on the reader, picture page down, and leave it there.',
  camera: 'Step aside: picture and light are measured.',
  portrait: 'Stand before the camera and look straight into it.',
  finger: 'Lay a finger flat on the sensor and hold it still.',
  page: 'Did the test page come out, its frame whole on all four sides?',
  replug: 'Pull out the card reader’s USB plug, count to three, put it back.',
  screen: 'Is the screen clean, sharp and straight, and do the buttons lie under the finger?',
}

/** The acceptance test on a command line: the box's own runtime must not be running. Its signed report goes to the hub. */
export const accept: Verb = {
  usage: '--config box.json [--yes] [--json]',
  async run(args) {
    const { values } = parseArgs({ args, options: { config: { type: 'string' }, yes: { type: 'boolean' } } })
    if (!values.config) throw new Usage(`boks accept ${accept.usage}`)
    const { local, settings: own } = readConfig(values.config)
    const identity = readIdentity(local.identity)
    const used = await openSettings(`${local.data}/settings`, identity.ca, identity.box).current()
    const settings = used?.settings ?? own
    if (!settings) throw new Usage('This box has no configuration yet: send it one from the fleet page.')
    const config = { ...local, hub: local.hub ?? identity.hub, ...settings }
    const inUse = { version: used?.version ?? 0, trial: false, before: [] }
    const lines = createInterface({ input: process.stdin })
    const asked = async (question: string): Promise<boolean> => {
      if (values.yes) return true
      process.stderr.write(`${question} [y/n] `)
      for await (const line of lines) return /^[yj]/i.test(line)
      return false
    }
    const io: AcceptIo = {
      show({ step, state }) {
        if (step && state === 'doing') process.stderr.write(`${step}: ${todo[step]}\n`)
      },
      answer: (step) => asked(todo[step]),
      again: async (_step, problem) => {
        process.stderr.write(`  failed: ${problem}\n`)
        return values.yes ? false : asked('Again?')
      },
    }
    const stop = new AbortController()
    process.once('SIGINT', () => stop.abort())
    const prepared = { config, identity, inUse }
    try {
      const report = await acceptWith(prepared, makeDevices, 'boks', io, stop.signal)
      await sendReport(prepared, report)
      const told = report.steps.map(({ step, result, detail, measures }) => {
        const numbers = measures.map(({ name, value, unit }) => `${name} ${value} ${unit}`.trim()).join(', ')
        return `${result === 'passed' ? 'ok  ' : 'FAIL'} ${step.padEnd(10)} ${[detail, numbers].filter(Boolean).join(' · ')}`
      })
      return { lines: [...told, report.passed ? 'Passed: the box may serve citizens.' : 'Not passed.'], json: report }
    } finally {
      lines.close()
    }
  },
}
