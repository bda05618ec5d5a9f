/** Pages as dots, for printers that take no PDF: PWG Raster (PWG 5102.4) and URF, which code their lines alike. */

/** One page of gray, 0 black to 255 white, row by row. */
export type GrayPage = { width: number; height: number; pixels: Uint8Array }

const PWG_HEADER_BYTES = 1796
const URF_HEADER_BYTES = 32
const SGRAY = 18
/** Points to the inch; a page's size is told in points. */
const POINTS = 72
/** A line is repeated, and a run of dots is long, at most so often. */
const MOST_LINES = 256
const MOST_DOTS = 128

/** `dpi` in both directions; the pages are A4, one-sided. */
export function pwgRaster(pages: readonly GrayPage[], dpi: number): Buffer {
  const parts: Buffer[] = [Buffer.from('RaS2')]
  for (const page of pages) parts.push(pwgHeader(page, pages.length, dpi), codeLines(page))
  return Buffer.concat(parts)
}

/** Offsets: PWG 5102.4 §4.3.1. What is not set is 0, which means "as the job says" or "the default". */
function pwgHeader({ width, height }: GrayPage, total: number, dpi: number): Buffer {
  const header = Buffer.alloc(PWG_HEADER_BYTES)
  const number = (offset: number, ...values: number[]) => {
    for (const [i, value] of values.entries()) header.writeUInt32BE(value, offset + 4 * i)
  }
  header.write('PwgRaster', 0)
  number(276, dpi, dpi)
  number(340, 1) // Copies.
  number(352, Math.round((width * POINTS) / dpi), Math.round((height * POINTS) / dpi))
  number(372, width, height)
  number(384, 8, 8, width) // Bits a colour, bits a dot, bytes a line.
  number(400, SGRAY)
  number(420, 1) // Colours.
  number(452, total, 1, 1) // Pages; not mirrored in either direction.
  header.write('iso_a4_210x297mm', 1732)
  return header
}

/** As printers with `urf-supported` take it: header and page headers as libcups reads them (`cups/raster-stream.c`). */
export function urf(pages: readonly GrayPage[], dpi: number): Buffer {
  const head = Buffer.alloc(12)
  head.write('UNIRAST')
  head.writeUInt32BE(pages.length, 8)
  const parts: Buffer[] = [head]
  for (const page of pages) {
    const header = Buffer.alloc(URF_HEADER_BYTES)
    // 8 bits a dot, gray, one-sided, normal quality.
    header.set([8, 0, 1, 4])
    header.writeUInt32BE(page.width, 12)
    header.writeUInt32BE(page.height, 16)
    header.writeUInt32BE(dpi, 20)
    parts.push(header, codeLines(page))
  }
  return Buffer.concat(parts)
}

/** PWG 5102.4 §4.4: how often the line comes, less one; then runs: n−1 and one dot, or 257−n and n different dots. */
function codeLines({ width, height, pixels }: GrayPage): Buffer {
  // At worst one byte beside each run of 128 dots, and one a line.
  const out = Buffer.alloc(height * (width + Math.ceil(width / MOST_DOTS) + 1))
  let end = 0
  for (let y = 0; y < height; ) {
    const line = pixels.subarray(y * width, (y + 1) * width)
    let lines = 1
    while (
      lines < MOST_LINES &&
      y + lines < height &&
      Buffer.compare(line, pixels.subarray((y + lines) * width, (y + lines + 1) * width)) === 0
    )
      lines += 1
    out[end++] = lines - 1
    y += lines
    for (let x = 0; x < width; ) {
      let run = 1
      while (run < MOST_DOTS && x + run < width && line[x + run] === line[x]) run += 1
      if (run > 1 || x + 1 === width) {
        out[end++] = run - 1
        out[end++] = line[x]!
        x += run
        continue
      }
      while (run < MOST_DOTS && x + run < width && line[x + run] !== line[x + run - 1]) run += 1
      // The last of them may begin the next run of equal dots.
      if (run > 2 && x + run < width) run -= 1
      if (run === 1) out[end++] = 0
      else out[end++] = 257 - run
      out.set(line.subarray(x, x + run), end)
      end += run
      x += run
    }
  }
  return out.subarray(0, end)
}
