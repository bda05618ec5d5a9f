import { Fault } from '../contract/faults.ts'

/** A municipality's mark, out of an SVG: filled outlines in one coordinate system. */
export type Logo = { x: number; y: number; width: number; height: number; shapes: { path: string; fill: string }[] }

const attribute = (tag: string, name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
const number = (tag: string, name: string) => Number(attribute(tag, name) ?? 0)

/**
 * Reads the outlines (`path`, `rect`, `circle`, `polygon`) of an SVG. Marks are drawn this way by every drawing program's
 * "outline" export. Throws `config.invalid` for what could not be drawn faithfully.
 */
export function readLogo(svg: string): Logo {
  const wrong = (why: string) => new Fault('config.invalid', `the logo ${why}: export it as plain filled outlines`)
  const root = /<svg[^>]*>/.exec(svg)?.[0]
  if (!root) throw wrong('is no SVG')
  const odd = /<(image|text|use|filter|mask|style|linearGradient|radialGradient)[\s>]|\s(transform|style)=/.exec(svg)
  if (odd) throw wrong(`uses ${odd[1] ?? odd[2]}`)
  const box = (attribute(root, 'viewBox') ?? `0 0 ${attribute(root, 'width')} ${attribute(root, 'height')}`)
    .split(/[\s,]+/)
    .map(Number.parseFloat)
  if (box.length !== 4 || box.some((side) => !Number.isFinite(side))) throw wrong('has no viewBox')
  const [x, y, width, height] = box as [number, number, number, number]
  const shapes = [...svg.matchAll(/<(path|rect|circle|polygon)\s[^>]*>/g)].flatMap(([tag, kind]) => {
    const fill = attribute(tag, 'fill') ?? attribute(root, 'fill') ?? '#000000'
    const path = outline(kind!, tag)
    return fill === 'none' || !path ? [] : [{ path, fill }]
  })
  if (shapes.length === 0) throw wrong('has no filled outline')
  return { x, y, width, height, shapes }
}

function outline(kind: string, tag: string): string {
  switch (kind) {
    case 'path':
      return attribute(tag, 'd') ?? ''
    case 'rect':
      return `M${number(tag, 'x')} ${number(tag, 'y')}h${number(tag, 'width')}v${number(tag, 'height')}h${-number(tag, 'width')}z`
    case 'circle': {
      const r = number(tag, 'r')
      return `M${number(tag, 'cx') - r} ${number(tag, 'cy')}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`
    }
    default:
      return `M${attribute(tag, 'points') ?? ''}z`
  }
}

export const logoWidth = (logo: Logo, height: number) => (logo.width * height) / logo.height

/** Draws it with its upper left corner at `x`, `y` (pt). */
export function drawLogo(letter: PDFKit.PDFDocument, logo: Logo, x: number, y: number, height: number): void {
  const scale = height / logo.height
  letter.save()
  letter.translate(x - logo.x * scale, y - logo.y * scale).scale(scale)
  for (const { path, fill } of logo.shapes) letter.path(path).fill(fill)
  letter.restore()
}
