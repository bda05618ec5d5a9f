/**
 * `node one-file.ts REPO TARGET AT`: the box's programs, each as one file beside its sources. A kiosk's processor spends most of its
 * start on finding, reading and stripping some thousand small files (measured: 1.3 s of computing, 0.4 s with one file).
 * AT: the folder that TARGET will be in the image, because sources find their workers and pages by their own place.
 */
import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { build } from 'vite'

const [repo = '', target = '', at = ''] = process.argv.slice(2)
/** Started by systemd (provisioning/image/root). */
const PROGRAMS = ['device/main.ts', 'device/update/installer.ts', 'device/kiosk/well.ts']
/** A package that looks for files beside itself, or is native, stays where it is. */
const NEEDS_ITS_PLACE = /__dirname|__filename|import\.meta|\.wasm\b|\.node['"`]|bindings\(|createRequire|worker_threads/
const stays = new Map<string, boolean>()

function staysOutside(id: string): boolean {
  const name = id
    .split('/')
    .slice(0, id.startsWith('@') ? 2 : 1)
    .join('/')
  const known = stays.get(name)
  if (known !== undefined) return known
  const folder = join(repo, 'node_modules', name)
  const sources = globSync('**/*.{js,cjs,mjs}', {
    cwd: folder,
    exclude: (path) => /node_modules|\btests?\b|\.min\.js/.test(path),
  })
  const is =
    sources.length === 0 || sources.some((path) => NEEDS_ITS_PLACE.test(readFileSync(join(folder, path), 'utf8')))
  stays.set(name, is)
  return is
}

for (const program of PROGRAMS)
  await build({
    configFile: false,
    logLevel: 'warn',
    root: repo,
    ssr: { noExternal: true },
    build: {
      ssr: join(repo, program),
      outDir: join(target, dirname(program)),
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node22',
      minify: false,
      rolldownOptions: {
        external: (id) => isBuiltin(id) || (!/^[./]/.test(id) && staysOutside(id)),
        output: { entryFileNames: `${basename(program, '.ts')}.js`, codeSplitting: false },
      },
    },
    plugins: [
      {
        name: 'own-place',
        transform(code, id) {
          if (!id.startsWith(repo) || id.includes('node_modules') || !code.includes('import.meta.')) return null
          const place = join(at, relative(repo, id))
          return code
            .replaceAll('import.meta.url', JSON.stringify(`file://${place}`))
            .replaceAll('import.meta.dirname', JSON.stringify(join(place, '..')))
        },
      },
    ],
  })
process.stdout.write(
  `outside: ${[...stays]
    .filter(([, is]) => is)
    .map(([name]) => name)
    .join(' ')}\n`,
)
