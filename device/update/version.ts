import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** Of this program: the image's, or the checkout's. */
export function ownVersion(): string {
  const image = resolve(root, 'VERSION')
  if (existsSync(image)) return readFileSync(image, 'utf8').trim()
  return (JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string }).version
}
