import { lookAround } from '../device/settings/proposal.ts'
import { parseArguments } from './arguments.ts'
import { enrol } from './enrol/enrol.ts'
import { credentialsOf } from './technician.ts'
import { Usage, type Verb } from './verb.ts'

const options = ['hub', 'name', 'place', 'folder', 'tpm', 'replaces'] as const

/** Enrols this machine from its command line: both sides' fingerprints are compared by the program. */
export const enrolVerb: Verb = {
  usage: '--hub URL --name NAME --place PLACE --folder DIR [--tpm device:/dev/tpmrm0] [--replaces BOX]',
  async run(args) {
    const { options: given } = parseArguments(args, options)
    const { hub, name, place, folder, tpm, replaces } = given
    if (!hub || !name || !place || !folder) throw new Usage(`boks enrol ${enrolVerb.usage}`)
    const key = tpm ? ({ is: 'tpm', tcti: tpm } as const) : ({ is: 'software' } as const)
    const technician = credentialsOf()
    const around = await lookAround()
    const more = { around, ...(replaces ? { replaces } : {}) }
    const { box } = await enrol({ web: hub, technician, name, place, folder, key, ...more })
    const loud = tpm ? [] : ['SOFTWARE KEY: it can be copied. For demonstrations only.']
    return { lines: [`${name} is enrolled as ${box}.`, ...loud], json: { box, key: key.is } }
  },
}
