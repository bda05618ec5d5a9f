import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Settings } from 'typebox/system'
import { BadInput } from './bad-input.ts'
import { Scenario } from './scenario.ts'

type Place = { keyword: string; schemaPath: string; instancePath: string; params: object; message: string }
type Node = { [key: string]: unknown }

const validator = Compile(Scenario)

/** Most sentences said at once: more would only scroll the first away. */
const MOST = 20

/** JSON text or a parsed value → a scenario of the right shape, or `BadInput` with a sentence for every wrong place. */
export function readScenario(input: unknown): Scenario {
  let value = input
  if (typeof input === 'string') {
    try {
      value = JSON.parse(input)
    } catch (error) {
      throw new BadInput([`The scenario is not JSON: ${(error as Error).message}.`])
    }
  }
  value = withoutNulls(value)
  if (validator.Check(value)) return value
  const sentences = wrongPlaces(Scenario, value, allErrors(value))
  throw new BadInput(sentences.length > MOST ? [...sentences.slice(0, MOST), 'There is more.'] : sentences)
}

/** `null` says the same as leaving a thing out: scripts write one or the other. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutNulls(one))
  if (typeof value !== 'object' || value === null) return value
  const given = Object.entries(value).filter(([, one]) => one !== null)
  return Object.fromEntries(given.map(([key, one]) => [key, withoutNulls(one)]))
}

/** The library stops at a few errors unless told otherwise, and can only be told for the whole process: so for this call. */
function allErrors(value: unknown): Place[] {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: 200 })
  try {
    return validator.Errors(value) as Place[]
  } finally {
    Settings.Set({ maxErrors })
  }
}

const plain: { [message: string]: string } = {
  'must be integer': 'must be a whole number',
  'must be number': 'must be a number',
  'must be string': 'must be a text',
  'must be array': 'must be a list',
  'must be object': 'must be an object',
  'must not have fewer than 1 items': 'needs at least one entry',
  'must be boolean': 'must be true or false',
}

function wrongPlaces(schema: TSchema, value: unknown, places: Place[]): string[] {
  const byPath = new Map<string, Set<string>>()
  for (const place of places) {
    const add = (path: string, words: string) => byPath.set(path, (byPath.get(path) ?? new Set()).add(words))
    const params = place.params as { [key: string]: unknown }
    const node = at(schema, place.schemaPath) as Node
    if (place.keyword === 'boolean' || place.keyword === 'anyOf') continue
    if (place.keyword === 'additionalProperties') {
      const known = Object.keys((node?.['properties'] as Node | undefined) ?? {})
      for (const key of params['additionalProperties'] as string[])
        add(
          `${place.instancePath}/${key}`,
          known.length ? `is not known here (known: ${known.join(', ')})` : 'is not known here',
        )
    } else if (place.keyword === 'required') {
      for (const key of params['requiredProperties'] as string[]) add(`${place.instancePath}/${key}`, 'is missing')
    } else if (place.keyword === 'enum') {
      add(place.instancePath, `must be one of ${(params['allowedValues'] as string[]).join(', ')}`)
    } else if (place.keyword === 'pattern') add(place.instancePath, 'must be a time such as 8 or "08:30"')
    else if (place.keyword === 'additionalItems') add(place.instancePath, 'has too many entries')
    else
      add(
        place.instancePath,
        plain[place.message] ??
          place.message.replace('>=', 'at least').replace('<=', 'at most').replace('>', 'more than'),
      )
  }
  // Of a place that may have several shapes the deepest complaint is the useful one.
  const deepest = [...byPath].filter(([path]) => ![...byPath.keys()].some((other) => other.startsWith(`${path}/`)))
  return deepest.map(([path, words]) => {
    const name = path === '' ? 'The scenario' : dotted(path)
    const was = at(value, path)
    const unknown = [...words].some((one) => one.startsWith('is not known'))
    const shown = unknown || was === undefined || typeof was === 'object' ? '' : `, not ${JSON.stringify(was)}`
    return `${name} ${[...words].join(' or ').replaceAll(' or must be ', ' or ')}${shown}.`
  })
}

/** `/servers/0/count` → `servers[0].count`. */
function dotted(path: string): string {
  return path
    .slice(1)
    .split('/')
    .map((part, i) => (/^\d+$/.test(part) ? `[${part}]` : `${i ? '.' : ''}${part}`))
    .join('')
}

function at(root: unknown, pointer: string): unknown {
  let here: unknown = root
  for (const part of pointer.replace(/^#/, '').split('/').slice(1)) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined
    here = (here as Node)[part]
  }
  return here
}
