import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { countryOf, fingerprint, readCertificate } from '../device/identity/certificate.ts'
import { importMasterList, type MasterListImport } from '../device/identity/master-list.ts'
import { parseArguments } from './arguments.ts'
import { Usage, type Verb } from './verb.ts'

/** Of the SHA-256 in a file's name: enough that no two of a country meet (hex digits). */
const NAME_DIGITS = 16

/** Verifies a master list up to a root and puts its certificates into a trust folder. */
export const trustImport: Verb = {
  usage: 'FILE --root CERT [--trust DIR]',
  async run(args) {
    const { options, rest } = parseArguments(args, ['root', 'trust'])
    const [file] = rest
    if (!file || rest.length > 1 || !options.root)
      throw new Usage('Give one master list and the root it must lead to: boks trust import FILE --root CERT.')
    const root = readCertificate(await bytesOf(options.root))
    if (!root) throw new Usage(`${options.root} is no certificate.`)
    const result = importMasterList(await bytesOf(file), root)
    if (options.trust) await store(result, options.trust)
    const { imported, refused, total, signer, signedAt, path } = result
    const links = imported.filter(({ kind }) => kind === 'link').length
    return {
      json: {
        imported: imported.length,
        refused,
        total,
        links,
        signer,
        signedAt: signedAt?.toISOString() ?? null,
        path,
        folder: options.trust ?? null,
      },
      lines: [
        `Signed by ${signer}${signedAt ? ` on ${signedAt.toISOString().slice(0, 10)}` : ''}, verified up to the root.`,
        `${imported.length} of ${total} imported (${links} link certificates), ${refused.length} refused.`,
        ...refused.map(({ subject, reason }) => `refused: ${reason}: ${subject}`),
        options.trust ? `Written to ${options.trust}.` : 'Nothing was written: no --trust DIR was given.',
      ],
    }
  },
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch {
    throw new Usage(`${path} cannot be read.`)
  }
}

async function store({ imported }: MasterListImport, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const { certificate } of imported) {
    const name = `${countryOf(certificate.subject)}-${fingerprint(certificate.raw).slice(0, NAME_DIGITS)}.cer`
    await writeFile(join(folder, name.replace(/[^A-Za-z0-9.-]/g, '_')), certificate.raw)
  }
}
