/** A face that is not there: shown on a telephone, on paper, or through a screen's grid, as a camera would see it. */
import sharp from 'sharp'

const svg = (inner: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="600" height="720">${inner}</svg>`)
const room = (background: string) => sharp({ create: { width: 600, height: 720, channels: 3, background } })
const smaller = (frame: Buffer) =>
  sharp(frame).extract({ left: 80, top: 60, width: 440, height: 600 }).resize(352, 480).toBuffer()

/** Frames are 600×720. */
export const shown: Record<'telephone' | 'paper' | 'screen grid', (frame: Buffer) => Promise<Buffer>> = {
  telephone: async (frame) => {
    const body = svg('<rect x="108" y="104" width="384" height="520" rx="20" fill="#0c0c0e"/>')
    const layers = [{ input: body }, { input: await smaller(frame), left: 124, top: 120 }]
    return room('#dfe1e0').composite(layers).jpeg({ quality: 82 }).toBuffer()
  },
  paper: async (frame) => {
    const sheet = svg('<rect x="104" y="100" width="392" height="520" fill="#fbfbf8"/>')
    const layers = [{ input: sheet }, { input: await smaller(frame), left: 124, top: 120 }]
    return room('#8b8f92').composite(layers).jpeg({ quality: 82 }).toBuffer()
  },
  'screen grid': async (frame) => {
    const lines = Array.from(
      { length: 182 },
      (_, i) => `<rect x="${i * 3.3}" width="1.4" height="720" opacity="0.18"/>`,
    )
    return sharp(frame)
      .composite([{ input: svg(lines.join('')) }])
      .jpeg({ quality: 82 })
      .toBuffer()
  },
}

/** The same picture, held at an angle: it moves as one plane. */
export function turnedSheet(frame: Buffer): Promise<Buffer> {
  const turn: [[number, number], [number, number]] = [
    [0.85, 0],
    [0.04, 0.97],
  ]
  return sharp(frame).affine(turn, { background: '#ddd' }).jpeg({ quality: 90 }).toBuffer()
}

/** The same head turned by `degrees`, as far as the mesh knows its depth. */
export function turnedHead(mesh: Float32Array, degrees: number): Float32Array {
  const angle = (degrees * Math.PI) / 180
  return mesh.map((value, i) => {
    return i % 3 === 0 ? value * Math.cos(angle) + mesh[i + 2]! * Math.sin(angle) : value
  })
}
