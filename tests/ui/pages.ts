import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** Pages are tested as they ship: built into dist/ui, and built again when a source is newer. Returns the folder. */
export function builtPage(page: 'box' | 'desk' | 'guest' | 'bench' | 'bills' | 'fleet'): string {
  const folder = join(root, 'dist/ui', page)
  const built = statSync(join(folder, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  // The desk speaks with the box's words, so any source of any page counts.
  if (built > newest(join(root, 'ui')) && built > newest(join(root, 'device/contract'))) return folder
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  execFileSync(process.execPath, [vite, 'build', '--config', 'ui/vite.config.ts', '--logLevel', 'warn'], {
    cwd: root,
    env: { ...process.env, PAGE: page },
    stdio: 'inherit',
  })
  return folder
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Math.max(...files.map((file) => statSync(join(file.parentPath, file.name)).mtimeMs))
}
