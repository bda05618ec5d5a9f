import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readPicture, writePgm } from '../device/finger/files.ts'
import { grayPng } from '../device/finger/png.ts'
import { decodeWsq } from '../device/finger/wsq/decode.ts'
import { encodeWsq, PASSPORT_BPP } from '../device/finger/wsq/encode.ts'
import { Usage, type Verb } from './verb.ts'

const usage = 'encode|decode IN OUT [--bpp N] [--ppi N] [--json]'

/** PGM or PNG to WSQ, and back; what OUT is called says which of the two it becomes. */
export const fingerWsq: Verb = {
  usage,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { bpp: { type: 'string' }, ppi: { type: 'string' } },
    })
    const [way, from, to] = positionals
    if (!from || !to || positionals.length !== 3) throw new Usage(`boks finger wsq ${usage}`)
    const bytes = await readFile(from).catch(() => {
      throw new Usage(`${from} cannot be read.`)
    })
    if (way === 'encode') return encode(bytes, from, to, Number(values.bpp ?? PASSPORT_BPP), values.ppi)
    if (way === 'decode') return decode(bytes, from, to)
    throw new Usage(`boks finger wsq ${usage}`)
  },
}

async function encode(bytes: Uint8Array, from: string, to: string, bpp: number, ppi: string | undefined) {
  const read = await readPicture(bytes)
  if (read.is === 'unusable') throw new Usage(`${from} holds ${read.why}.`)
  const image = ppi ? { ...read.image, ppi: Number(ppi) } : read.image
  let wsq: Uint8Array
  try {
    wsq = encodeWsq(image, bpp)
  } catch (error) {
    if (error instanceof RangeError) throw new Usage(error.message)
    throw error
  }
  await writeFile(to, wsq)
  const { width, height } = image
  const bits = (wsq.length * 8) / (width * height)
  const json = { file: to, width, height, ppi: image.ppi, bytes: wsq.length, bitsPerPixel: bits }
  return { lines: [`${to}: ${width} × ${height}, ${wsq.length} bytes, ${bits.toFixed(3)} bits a pixel`], json }
}

async function decode(bytes: Uint8Array, from: string, to: string) {
  const decoded = decodeWsq(bytes)
  if (decoded.is === 'damaged') throw new Usage(`${from} ${decoded.why}.`)
  const { width, height, ppi } = decoded.image
  if (!/\.(pgm|png)$/i.test(to)) throw new Usage(`${to}: the name must end in .pgm or .png.`)
  await writeFile(to, /\.png$/i.test(to) ? await grayPng(decoded.image) : writePgm(decoded.image))
  return { lines: [`${to}: ${width} × ${height} at ${ppi} pixels per inch`], json: { file: to, width, height, ppi } }
}
