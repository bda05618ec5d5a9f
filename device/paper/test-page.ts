import PDFDocument from 'pdfkit'

/** One A4 page with a frame 10 mm from the edges, grey steps and letters: shows cut margins, streaks and missing æ, ø, å. */
export function testPage(at: Date): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    info: { Title: 'Prøveside', CreationDate: at, ModDate: at },
  })
  const parts: Buffer[] = []
  document.on('data', (part: Buffer) => parts.push(part))
  const whole = new Promise<Buffer>((resolve) => document.on('end', () => resolve(Buffer.concat(parts))))
  const mm = 72 / 25.4
  document
    .lineWidth(1)
    .rect(10 * mm, 10 * mm, 190 * mm, 277 * mm)
    .stroke()
  document.fontSize(28).text('Prøveside · Test page', 20 * mm, 25 * mm)
  document.fontSize(14).text('æ ø å Æ Ø Å é ü ß 0 O 1 l', 20 * mm, 45 * mm)
  for (let step = 0; step <= 10; step += 1)
    document.rect((20 + step * 15) * mm, 60 * mm, 15 * mm, 30 * mm).fill([step * 25, step * 25, step * 25])
  document
    .fill('black')
    .fontSize(12)
    .text('Rammen skal være hel på alle fire sider.', 20 * mm, 100 * mm)
  document.text('The frame must be whole on all four sides.', 20 * mm, 107 * mm)
  document.end()
  return whole
}
