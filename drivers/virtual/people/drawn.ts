import sharp from 'sharp'

/** How one drawn head differs from another; lengths in a picture 600 wide and 750 high. */
type Features = {
  id: string
  skin: string
  shade: string
  hair: string
  eyes: string
  width: number
  eyeGap: number
  nose: number
  mouth: number
  /** Nose tip, mouth and chin below the eyes, and the jaw's half width. */
  down: { nose: number; mouth: number; chin: number }
  jaw: number
  brow: number
  beard: boolean
  long: boolean
}

const HEADS: readonly Features[] = [
  {
    id: 'drawn-1',
    skin: '#e8bd9c',
    shade: '#b97f5c',
    hair: '#4a2f1d',
    eyes: '#4c6a7a',
    width: 150,
    eyeGap: 66,
    nose: 20,
    mouth: 44,
    down: { nose: 66, mouth: 112, chin: 188 },
    jaw: 62,
    brow: 11,
    beard: false,
    long: true,
  },
  {
    id: 'drawn-2',
    skin: '#a9744f',
    shade: '#6d4428',
    hair: '#17110e',
    eyes: '#2c1c12',
    width: 168,
    eyeGap: 74,
    nose: 44,
    mouth: 74,
    down: { nose: 96, mouth: 144, chin: 228 },
    jaw: 128,
    brow: 17,
    beard: true,
    long: false,
  },
]

/** A head drawn by this file (MIT, as the project): soft shading, so that a detector trained on photographs takes it. */
function head(f: Features): string {
  const [x, y] = [300, 330]
  const eye = (side: -1 | 1) => {
    const ex = x + side * f.eyeGap
    return `
      <ellipse cx="${ex}" cy="${y - 6}" rx="44" ry="30" fill="${f.shade}" opacity="0.35" filter="url(#b8)"/>
      <path d="M ${ex - 31} ${y + 1} Q ${ex} ${y - 21} ${ex + 31} ${y + 1} Q ${ex} ${y + 15} ${ex - 31} ${y + 1} Z" fill="#f4efea"/>
      <circle cx="${ex}" cy="${y - 2}" r="12.5" fill="${f.eyes}"/><circle cx="${ex}" cy="${y - 2}" r="6" fill="#0c0a09"/>
      <circle cx="${ex - 4}" cy="${y - 6}" r="2.6" fill="#fff"/>
      <path d="M ${ex - 33} ${y + 2} Q ${ex} ${y - 24} ${ex + 33} ${y + 2}" fill="none" stroke="#2a1a14" stroke-width="4.5" filter="url(#b1)"/>
      <path d="M ${ex - 28} ${y + 6} Q ${ex} ${y + 18} ${ex + 28} ${y + 5}" fill="none" stroke="${f.shade}" stroke-width="2.5" filter="url(#b1)"/>
      <path d="M ${ex - 40} ${y - 34 + side * 2} Q ${ex} ${y - 58} ${ex + 40} ${y - 34 - side * 2}" fill="none" stroke="${f.hair}" stroke-width="${f.brow}" stroke-linecap="round" filter="url(#b2)"/>`
  }
  const chin = y + f.down.chin
  const tip = y + f.down.nose
  const face = `M ${x - f.width} ${y - 20} C ${x - f.width} ${y - 230} ${x + f.width} ${y - 230} ${x + f.width} ${y - 20}
    C ${x + f.width} ${y + 110} ${x + f.jaw} ${chin} ${x} ${chin} C ${x - f.jaw} ${chin} ${x - f.width} ${y + 110} ${x - f.width} ${y - 20} Z`
  const hairSides = f.long
    ? `<path d="M ${x - f.width - 42} ${y - 60} Q ${x - f.width - 60} ${y + 170} ${x - f.width + 20} ${y + 230}
    L ${x + f.width - 20} ${y + 230} Q ${x + f.width + 60} ${y + 170} ${x + f.width + 42} ${y - 60} Z" fill="${f.hair}" filter="url(#b2)"/>`
    : ''
  const m = y + f.down.mouth
  return `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="750">
    <defs>${[1, 2, 8, 16, 30].map((n) => `<filter id="b${n}" x="-60%" y="-60%" width="220%" height="220%"><feGaussianBlur stdDeviation="${n}"/></filter>`).join('')}
      <radialGradient id="skin" cx="46%" cy="40%" r="68%"><stop offset="0" stop-color="${f.skin}"/><stop offset="0.65" stop-color="${f.skin}"/><stop offset="1" stop-color="${f.shade}"/></radialGradient>
      <clipPath id="face"><path d="${face}"/></clipPath></defs>
    <rect width="600" height="750" fill="#dfe3e4"/>${hairSides}
    <path d="M 40 750 Q 60 610 ${x - 80} 585 L ${x + 80} 585 Q 540 610 560 750 Z" fill="#44566b"/>
    <path d="M ${x - 78} ${y + 130} L ${x - 84} 600 Q ${x} 640 ${x + 84} 600 L ${x + 78} ${y + 130} Z" fill="${f.shade}"/>
    <ellipse cx="${x - f.width}" cy="${y + 20}" rx="20" ry="42" fill="${f.shade}"/><ellipse cx="${x + f.width}" cy="${y + 20}" rx="20" ry="42" fill="${f.shade}"/>
    <ellipse cx="${x}" cy="${y - 110}" rx="${f.width + 30}" ry="150" fill="${f.hair}"/>
    <path d="${face}" fill="url(#skin)"/>
    <g clip-path="url(#face)">
      <ellipse cx="${x}" cy="${y - 215}" rx="${f.width + 20}" ry="95" fill="${f.hair}" filter="url(#b8)"/>
      <ellipse cx="${x - 85}" cy="${y + 75}" rx="45" ry="35" fill="#c8604a" opacity="0.18" filter="url(#b16)"/>
      <ellipse cx="${x + 85}" cy="${y + 75}" rx="45" ry="35" fill="#c8604a" opacity="0.18" filter="url(#b16)"/>
      <ellipse cx="${x}" cy="${chin - 8}" rx="95" ry="26" fill="${f.shade}" opacity="0.5" filter="url(#b16)"/>
      ${f.beard ? `<path d="M ${x - f.width} ${y + 60} Q ${x - 90} ${y + 95} ${x - 60} ${m - 22} Q ${x} ${m - 48} ${x + 60} ${m - 22} Q ${x + 90} ${y + 95} ${x + f.width} ${y + 60} L ${x + f.width} ${chin + 20} L ${x - f.width} ${chin + 20} Z" fill="${f.hair}" opacity="0.75" filter="url(#b8)"/>` : ''}
      <path d="M ${x - 13} ${y - 20} Q ${x - 9} ${y + 40} ${x - f.nose} ${tip - 10}" fill="none" stroke="${f.shade}" stroke-width="12" opacity="0.5" filter="url(#b8)"/>
      <path d="M ${x + 13} ${y - 20} Q ${x + 9} ${y + 40} ${x + f.nose} ${tip - 10}" fill="none" stroke="${f.shade}" stroke-width="12" opacity="0.5" filter="url(#b8)"/>
      <ellipse cx="${x}" cy="${y + 30}" rx="9" ry="45" fill="#fff" opacity="0.25" filter="url(#b8)"/>
      <ellipse cx="${x}" cy="${tip}" rx="${f.nose + 4}" ry="12" fill="${f.shade}" opacity="0.7" filter="url(#b8)"/>
      <ellipse cx="${x - f.nose * 0.55}" cy="${tip - 2}" rx="7" ry="4.5" fill="#3a1d14" opacity="0.75" filter="url(#b1)"/>
      <ellipse cx="${x + f.nose * 0.55}" cy="${tip - 2}" rx="7" ry="4.5" fill="#3a1d14" opacity="0.75" filter="url(#b1)"/>
      <path d="M ${x - f.mouth} ${m} Q ${x - 20} ${m - 15} ${x} ${m - 9} Q ${x + 20} ${m - 15} ${x + f.mouth} ${m} Q ${x} ${m + 26} ${x - f.mouth} ${m} Z" fill="#b0594f" filter="url(#b1)"/>
      <path d="M ${x - f.mouth} ${m} Q ${x} ${m + 6} ${x + f.mouth} ${m}" fill="none" stroke="#6b2c26" stroke-width="3.5" filter="url(#b1)"/>
      <ellipse cx="${x}" cy="${m + 34}" rx="34" ry="9" fill="${f.shade}" opacity="0.5" filter="url(#b8)"/>
    </g>${eye(-1)}${eye(1)}
  </svg>`
}

/** Two drawn heads as JPEGs of 600×750. They stand for nobody: for tests, and where no portrait can be had. */
export async function drawnHeads(): Promise<{ id: string; jpeg: Buffer }[]> {
  return Promise.all(
    HEADS.map(async (features) => ({
      id: features.id,
      jpeg: await sharp(Buffer.from(head(features)))
        .flatten()
        .jpeg({ quality: 92 })
        .toBuffer(),
    })),
  )
}
