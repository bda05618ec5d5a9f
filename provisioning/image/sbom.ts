/** `node sbom.ts TREE VERSION EPOCH`: SPDX 2.3 of everything on the disk: Debian's packages, npm's, and ours. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [tree = '', version = '', epoch = '0'] = process.argv.slice(2)
type Package = { name: string; version: string; licence: string; purl: string }

const debian: Package[] = readFileSync(join(tree, 'var/lib/dpkg/status'), 'utf8')
  .split('\n\n')
  .flatMap((entry) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(entry)?.[1] ?? ''
    if (!field('Package') || !field('Status').includes('installed')) return []
    const purl = `pkg:deb/debian/${field('Package')}@${field('Version')}?arch=${field('Architecture')}`
    return [{ name: field('Package'), version: field('Version'), licence: 'NOASSERTION', purl }]
  })
const npm: Package[] = globSync('usr/lib/borgerboks/node_modules/**/package.json', { cwd: tree }).flatMap((path) => {
  if (!/node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(path)) return []
  const { name, version, license } = JSON.parse(readFileSync(join(tree, path), 'utf8')) as Record<string, string>
  if (!name || !version) return []
  const licence = typeof license === 'string' && /^[A-Za-z0-9.+() -]+$/.test(license) ? license : 'NOASSERTION'
  return [{ name, version, licence, purl: `pkg:npm/${name.replace('@', '%40')}@${version}` }]
})
const own = { name: 'borgerboks', version, licence: 'MIT', purl: `pkg:generic/borgerboks@${version}` }
const packages = [own, ...debian, ...npm].sort((a, b) => (a.purl < b.purl ? -1 : 1))
const idOf = (purl: string) => `SPDXRef-${purl.replace(/[^A-Za-z0-9.-]/g, '-')}`
const document = {
  spdxVersion: 'SPDX-2.3',
  dataLicense: 'CC0-1.0',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: `borgerboks-image-${version}`,
  documentNamespace: `urn:borgerboks:image:${version}:${epoch}`,
  creationInfo: {
    created: new Date(Number(epoch) * 1000).toISOString().replace('.000', ''),
    creators: ['Tool: borgerboks'],
  },
  packages: packages.map(({ name, version, licence, purl }) => ({
    SPDXID: idOf(purl),
    name,
    versionInfo: version,
    downloadLocation: 'NOASSERTION',
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: licence,
    externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
  })),
  relationships: packages.map(({ purl }) => ({
    spdxElementId: 'SPDXRef-DOCUMENT',
    relationshipType: 'DESCRIBES',
    relatedSpdxElement: idOf(purl),
  })),
}
process.stdout.write(`${JSON.stringify(document, null, 1)}\n`)
