import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FaceEngine } from '../../../device/face/engine.ts'
import { drawnHeads } from '../../../drivers/virtual/people/drawn.ts'
import { loadPeople } from '../../../drivers/virtual/people/people.ts'
import type { Person } from '../../../drivers/virtual/people/person.ts'

const FACES = new URL('../../../../shared/data/faces', import.meta.url).pathname
/** Where helpers' worktrees see the same folder. */
const FACES_ABOVE = new URL('../../../../../shared/data/faces', import.meta.url).pathname

/** The synthetic portraits where they are, otherwise heads that our own code draws; says which. */
export async function testPeople(engine: FaceEngine): Promise<{ people: Person[]; synthetic: boolean }> {
  const folder = [FACES, FACES_ABOVE].find(existsSync)
  if (!folder) {
    console.log('shared/data/faces is missing: the tests run on drawn heads')
    const signal = new AbortController().signal
    const people = []
    for (const { id, jpeg } of await drawnHeads()) {
      const { face } = await engine.analyse(jpeg, signal)
      if (!face) throw new Error(`no face found in ${id}`)
      const sitting = { picture: jpeg, eyes: face.eyes, chin: face.chin }
      people.push({ id, source: 'drawn', licence: 'MIT', ...sitting, chip: sitting, singleSource: true })
    }
    return { people, synthetic: false }
  }
  const cache = await mkdtemp(join(tmpdir(), 'people-'))
  try {
    return { people: await loadPeople({ folder, cache, detector: async () => engine }), synthetic: true }
  } finally {
    await rm(cache, { recursive: true })
  }
}

/** The `n`th frame that the virtual camera would send. */
export async function frameOf(cycle: AsyncGenerator<Buffer>, n = 1): Promise<Buffer> {
  let i = 0
  for await (const jpeg of cycle) if (++i === n) return jpeg
  throw new Error('the cycle is shorter')
}
