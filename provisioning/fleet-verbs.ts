/** The fleet from the command line: the same calls as the fleet page makes. */
import { readFileSync } from 'node:fs'
import Type from 'typebox'
import { decoder } from '../device/contract/decode.ts'
import { LogLines } from '../device/contract/diagnosis.ts'
import { AcceptCode, BoxSettings, type BoxView, Fleet, SettingsStart } from '../device/contract/fleet-view.ts'
import { parseArguments } from './arguments.ts'
import { callHub, signIn } from './hub-client.ts'
import { credentialsOf } from './technician.ts'
import { Usage, type Verb } from './verb.ts'

const decodeFleet = decoder(Fleet)
const decodeCode = decoder(AcceptCode)
const decodeLines = decoder(LogLines)
const decodeSettings = decoder(BoxSettings)
const decodeStart = decoder(SettingsStart)
const decodeVersion = decoder(Type.Object({ version: Type.Integer() }))

type Call = (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => Promise<unknown>

async function atHub(hub: string | undefined, usage: string): Promise<Call> {
  if (!hub) throw new Usage(`boks ${usage}`)
  const cookie = await signIn(hub, credentialsOf())
  return (method, path, body) => callHub(hub, cookie, method, path, body)
}

/** One box by its name or id; a sentence when there is none, or more than one that is not retired. */
export async function findBox(call: Call, name: string | undefined): Promise<BoxView> {
  const { boxes } = decodeFleet(await call('GET', '/api/fleet'))
  const found = boxes.filter((box) => box.box === name || (box.name === name && box.state !== 'retired'))
  if (found.length !== 1) throw new Usage(`There ${found.length === 0 ? 'is no box' : 'are several boxes'} “${name}”.`)
  return found[0]!
}

const tell = ({ name, place, state, connected, inService, alarms }: BoxView) =>
  `${name.padEnd(14)} ${place.padEnd(24)} ${state === 'enrolled' ? (inService ? 'in service' : 'not in service') : state}${connected ? '' : ', not connected'}${alarms.map(({ kind, part }) => `, ${kind}${part ? ` ${part}` : ''}`).join('')}`

export const boxList: Verb = {
  usage: '--hub URL',
  async run(args) {
    const call = await atHub(parseArguments(args, ['hub']).options.hub, `box list ${boxList.usage}`)
    const { boxes } = decodeFleet(await call('GET', '/api/fleet'))
    return { lines: boxes.map(tell), json: boxes }
  },
}

/** What `box configure` takes: the box's configuration; while it has none, or with `--like`, one to begin with. */
export const boxSettings: Verb = {
  usage: 'NAME --hub URL [--like OTHER]',
  async run(args) {
    const { options, rest } = parseArguments(args, ['hub', 'like'])
    const call = await atHub(options.hub, `box settings ${boxSettings.usage}`)
    const { box } = await findBox(call, rest[0])
    const at = `/api/boxes/${box}/settings`
    const like = options.like === undefined ? '' : `?like=${(await findBox(call, options.like)).box}`
    const now = decodeSettings(await call('GET', at)).settings
    const settings = now && !like ? now : decodeStart(await call('GET', `${at}/start${like}`)).settings
    return { lines: [JSON.stringify(settings, null, 2)], json: settings }
  },
}

export const boxConfigure: Verb = {
  usage: 'NAME --hub URL --file settings.json',
  async run(args) {
    const { options, rest } = parseArguments(args, ['hub', 'file'])
    if (!options.file) throw new Usage(`boks box configure ${boxConfigure.usage}`)
    const call = await atHub(options.hub, `box configure ${boxConfigure.usage}`)
    const { box, name } = await findBox(call, rest[0])
    let settings: object
    try {
      settings = JSON.parse(readFileSync(options.file, 'utf8')) as object
    } catch {
      throw new Usage(`${options.file} is not a file of JSON.`)
    }
    const { version } = decodeVersion(await call('PUT', `/api/boxes/${box}/settings`, { settings }))
    return { lines: [`${name}: version ${version} is signed and sent.`], json: { box, version } }
  },
}

export const boxMove: Verb = {
  usage: 'NAME --hub URL --place PLACE [--name NEW] [--at LATITUDE,LONGITUDE]',
  async run(args) {
    const { options, rest } = parseArguments(args, ['hub', 'place', 'name', 'at'])
    const call = await atHub(options.hub, `box move ${boxMove.usage}`)
    const box = await findBox(call, rest[0])
    const at = options.at?.split(',').map(Number) ?? box.at
    const to = { name: options.name ?? box.name, place: options.place ?? box.place, at }
    await call('POST', `/api/boxes/${box.box}/move`, to)
    return {
      lines: [`${to.name} stands at ${to.place}; it wants a new acceptance test.`],
      json: { box: box.box, ...to },
    }
  },
}

/** What the technician touches in at the box before its acceptance test. */
export const boxCode: Verb = {
  usage: 'NAME --hub URL',
  async run(args) {
    const { options, rest } = parseArguments(args, ['hub'])
    const call = await atHub(options.hub, `box code ${boxCode.usage}`)
    const { box, name } = await findBox(call, rest[0])
    const made = decodeCode(await call('POST', `/api/boxes/${box}/accept-code`, {}))
    return { lines: [`${name}: ${made.code}, once, until ${made.until}.`], json: { box, ...made } }
  },
}

/** The box's own newest log lines: it has no shell to look from. */
export const boxLog: Verb = {
  usage: 'NAME --hub URL',
  async run(args) {
    const { options, rest } = parseArguments(args, ['hub'])
    const call = await atHub(options.hub, `box log ${boxLog.usage}`)
    const { box } = await findBox(call, rest[0])
    const lines = decodeLines(await call('GET', `/api/boxes/${box}/log`))
    return { lines: lines.map(({ at, level, what, more }) => `${at} ${level.padEnd(5)} ${what} ${more}`), json: lines }
  },
}

const ending = (is: 'retire' | 'revoke', sentence: string): Verb => ({
  usage: 'NAME --hub URL',
  async run(args) {
    const { options, rest } = parseArguments(args, ['hub'])
    const call = await atHub(options.hub, `box ${is} NAME --hub URL`)
    const { box, name } = await findBox(call, rest[0])
    await call('POST', `/api/boxes/${box}/${is}`, {})
    return { lines: [`${name}: ${sentence}`], json: { box } }
  },
})
export const boxRetire = ending('retire', 'it sends what it owes, erases itself and is closed then.')
export const boxRevoke = ending('revoke', 'closed: its line ends now, and its key opens nothing any more.')
