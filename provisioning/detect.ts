import { detectDevices, propose, tellFound } from '../device/settings/detect.ts'
import { Usage, type Verb } from './verb.ts'

/** Looks at this machine's ports and readers and proposes the devices part of a configuration. */
export const detect: Verb = {
  usage: '[--json]',
  async run(args) {
    if (args.length > 0) throw new Usage(`boks detect ${detect.usage}`)
    const found = await detectDevices()
    const { devices, missing } = propose(found)
    const lines = [
      ...(tellFound(found).length > 0 ? tellFound(found) : ['nothing is plugged in that a box could use']),
      ...(missing.length > 0 ? [`not found: ${missing.join(', ')}`] : []),
      'proposal for “devices” (check which port is which):',
      JSON.stringify(devices, null, 2),
    ]
    return { lines, json: { found, devices, missing } }
  },
}
