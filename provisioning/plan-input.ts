import { readFileSync } from 'node:fs'
import { BadInput } from '../hub/planning/bad-input.ts'
import { readScenario } from '../hub/planning/read-scenario.ts'
import type { Scenario } from '../hub/planning/scenario.ts'
import { Usage } from './verb.ts'

/** The text of a file named on the command line. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new Usage(missing ? `There is no file ${path}.` : `${path} cannot be read: ${(error as Error).message}.`)
  }
}

export function scenarioIn(path: string): Scenario {
  const text = textOf(path)
  return sentences(path, () => readScenario(text))
}

/** Runs `fn`; wrong input becomes its sentences on stderr, after the name of the file. */
export function sentences<T>(path: string, fn: () => T): T {
  try {
    return fn()
  } catch (error) {
    throw asUsage(path, error)
  }
}

export function asUsage(path: string, error: unknown): unknown {
  return error instanceof BadInput
    ? new Usage(`${path}:\n${error.sentences.map((one) => `  ${one}`).join('\n')}`)
    : error
}

/** Arguments of a verb; unknown ones end in its usage. */
export function wrongUse(verb: string, usage: string, error: unknown): Usage {
  return new Usage(`${(error as Error).message}\nboks ${verb} ${usage}`)
}
