import sharp from 'sharp'

const head = (width: number, height: number) => {
  const [x, y, r] = [width / 2, height * 0.48, height * 0.2]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="#cfd6da"/>
    <path d="M${x - r * 2} ${height}q0-${r * 1.6} ${r * 2}-${r * 1.6}t${r * 2} ${r * 1.6}z" fill="#37598a"/>
    <ellipse cx="${x}" cy="${y}" rx="${r}" ry="${r * 1.4}" fill="#e2bf9f"/>
    <circle cx="${x - r * 0.4}" cy="${y - r * 0.1}" r="${r * 0.09}"/><circle cx="${x + r * 0.4}" cy="${y - r * 0.1}" r="${r * 0.09}"/>
    <path d="M${x - r * 0.3} ${y + r * 0.7}h${r * 0.6}" stroke="#8a3b3b" stroke-width="${r * 0.08}"/></svg>`
}
const rings = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="260"><rect width="100%" height="100%" fill="#fff"/>
  <g fill="none" stroke="#222" stroke-width="5">${Array.from({ length: 12 }, (_, i) => `<ellipse cx="100" cy="140" rx="${8 + i * 8}" ry="${10 + i * 11}"/>`).join('')}</g></svg>`
const scrawl = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200"><rect width="100%" height="100%" fill="#fff"/>
  <path d="M40 140C120 20 140 20 150 150s60-60 90-20 40-60 80 0 90-90 220-10" fill="none" stroke="#0b2a5b" stroke-width="7"/></svg>`

const url = (kind: string, bytes: Buffer) => `data:image/${kind};base64,${bytes.toString('base64')}`

/** Drawn stand-ins for what box and camera send; nobody's face, nobody's finger. */
export async function drawnPictures() {
  const frame = await sharp(Buffer.from(head(1280, 720)))
    .jpeg()
    .toBuffer()
  const portrait = await sharp(Buffer.from(head(413, 531)))
    .jpeg()
    .toBuffer()
  return {
    frame,
    portrait: url('jpeg', portrait),
    print: url('png', await sharp(Buffer.from(rings)).png().toBuffer()),
    signature: url('png', await sharp(Buffer.from(scrawl)).png().toBuffer()),
  }
}
export type Pictures = Awaited<ReturnType<typeof drawnPictures>>
