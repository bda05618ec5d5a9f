import { Usage } from './verb.ts'

/**
 * The words of a verb: `--name VALUE` pairs and the rest. Throws a sentence for an option that is not known or has no value.
 */
export function parseArguments<const Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): { options: Partial<Record<Name, string>>; rest: string[] } {
  const options: Partial<Record<Name, string>> = {}
  const rest: string[] = []
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!
    if (!word.startsWith('--')) {
      rest.push(word)
      continue
    }
    const name = names.find((one) => `--${one}` === word)
    if (!name)
      throw new Usage(`There is no option ${word}. The options are ${names.map((one) => `--${one}`).join(', ')}.`)
    const value = args[++i]
    if (value === undefined) throw new Usage(`The option ${word} needs a value.`)
    options[name] = value
  }
  return { options, rest }
}
