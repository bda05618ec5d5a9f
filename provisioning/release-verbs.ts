/** Software for the fleet from the command line: the same calls as the fleet page makes, and the upload, which it has not. */
import { createReadStream, statSync } from 'node:fs'
import { Readable } from 'node:stream'
import Type from 'typebox'
import { decoder } from '../device/contract/decode.ts'
import { type LeftBehind, ReleaseView, Ring } from '../device/contract/release.ts'
import { parseArguments } from './arguments.ts'
import { findBox } from './fleet-verbs.ts'
import { callHub, signIn, uploadToHub } from './hub-client.ts'
import { credentialsOf } from './technician.ts'
import { Usage, type Verb } from './verb.ts'

const decodeList = decoder(Type.Array(ReleaseView))
const decodeRing = decoder(Ring)

const needHub = async (hub: string | undefined, usage: string) => {
  if (!hub) throw new Usage(`boks ${usage}`)
  return { hub, cookie: await signIn(hub, credentialsOf()) }
}

export const releaseAdd: Verb = {
  usage: 'BUNDLE.boks --hub URL',
  async run(args) {
    const { options, rest } = parseArguments(args, ['hub'])
    const [file] = rest
    if (!file || !statSync(file, { throwIfNoEntry: false })?.isFile())
      throw new Usage(`boks release add ${releaseAdd.usage}`)
    const { hub, cookie } = await needHub(options.hub, `release add ${releaseAdd.usage}`)
    const stream = Readable.toWeb(createReadStream(file)) as ReadableStream
    const { version } = (await uploadToHub(hub, cookie, '/api/releases', stream)) as { version: string }
    return {
      lines: [`${version} is at the hub; nobody gets it yet (boks release ring ${version} test).`],
      json: { version },
    }
  },
}

export const releaseRing: Verb = {
  usage: 'VERSION none|test|tenth|all --hub URL',
  async run(args) {
    const { options, rest } = parseArguments(args, ['hub'])
    const [version, name] = rest
    if (!version || !name) throw new Usage(`boks release ring ${releaseRing.usage}`)
    const ring = decodeRing(JSON.stringify(name))
    const { hub, cookie } = await needHub(options.hub, `release ring ${releaseRing.usage}`)
    await callHub(hub, cookie, 'POST', `/api/releases/${version}/ring`, { ring })
    return { lines: [`${version}: ${ring}.`], json: { version, ring } }
  },
}

/** For a box that is broken itself: the others are not to wait for it. */
export const releaseLeave: Verb = {
  usage: 'VERSION BOX --why REASON --hub URL',
  async run(args) {
    const { options, rest } = parseArguments(args, ['hub', 'why'])
    const [version, name] = rest
    if (!version || !name || !options.why) throw new Usage(`boks release leave ${releaseLeave.usage}`)
    const { hub, cookie } = await needHub(options.hub, `release leave ${releaseLeave.usage}`)
    const { box } = await findBox((method, path, body) => callHub(hub, cookie, method, path, body), name)
    await callHub(hub, cookie, 'POST', `/api/releases/${version}/leave`, { box, why: options.why })
    return { lines: [`${version} goes on without ${name}.`], json: { version, box } }
  },
}

const tell = ({ name, place, is, why, left }: LeftBehind) =>
  `           ${name}, ${place}: ${is}${why ? ` (${why})` : ''}${left ? `; goes on without it: ${left.why} (${left.who})` : ''}`

export const releaseList: Verb = {
  usage: '--hub URL',
  async run(args) {
    const { hub, cookie } = await needHub(
      parseArguments(args, ['hub']).options.hub,
      `release list ${releaseList.usage}`,
    )
    const releases = decodeList(await callHub(hub, cookie, 'GET', '/api/releases'))
    const lines = releases.flatMap(({ version, ring, runs, waiting, back, stopped, behind = [] }) => [
      `${version.padEnd(10)} ${ring.padEnd(6)} ${runs} run it, ${waiting} to come, ${back} went back${stopped ? `; stopped: ${stopped}` : ''}`,
      ...behind.map(tell),
    ])
    return { lines: lines.length > 0 ? lines : ['There is no release here yet.'], json: releases }
  },
}
