/** ISO/IEC 19794-5:2005 facial records: one basic image, no feature points. */

const HEADER = 14
const INFORMATION = 20
const IMAGE_INFORMATION = 12
/** Where the image information's quality field lies: no reader uses it. */
const QUALITY_AT = HEADER + INFORMATION + 10

/** A record around a JPEG or a JPEG 2000 code stream, byte for byte. */
export function facialRecord(image: Uint8Array): Uint8Array {
  const record = Buffer.alloc(HEADER + INFORMATION + IMAGE_INFORMATION + image.length)
  record.write('FAC\x00010\x00', 'latin1')
  record.writeUInt32BE(record.length, 8)
  record.writeUInt16BE(1, 12)
  record.writeUInt32BE(record.length - HEADER, HEADER)
  const information = HEADER + INFORMATION
  const jpeg2000 = image[0] === 0xff && image[1] === 0x4f
  // Full frontal.
  record[information] = 1
  record[information + 1] = jpeg2000 ? 1 : 0
  const { width, height } = jpeg2000 ? codeStreamSize(image) : jpegSize(image)
  record.writeUInt16BE(width, information + 2)
  record.writeUInt16BE(height, information + 4)
  // sRGB; taken by a digital still camera.
  record[information + 6] = 1
  record[information + 7] = 2
  record.set(image, information + IMAGE_INFORMATION)
  return record
}

/** The record with one byte changed that no picture depends on: another file than the one signed. */
export function markRecord(record: Uint8Array): Uint8Array {
  const marked = Uint8Array.from(record)
  marked[QUALITY_AT]! ^= 0x01
  return marked
}

/** Width and height of the SIZ marker segment, which comes first (ISO/IEC 15444-1 §A.5.1). */
function codeStreamSize(image: Uint8Array): { width: number; height: number } {
  const bytes = Buffer.from(image)
  return { width: bytes.readUInt32BE(8), height: bytes.readUInt32BE(12) }
}

/** Width and height from the frame header (SOF0–SOF3); 0 when there is none, as some issuers write it. */
function jpegSize(jpeg: Uint8Array): { width: number; height: number } {
  const bytes = Buffer.from(jpeg)
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1]!
    if (marker >= 0xc0 && marker <= 0xc3)
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
  }
  return { width: 0, height: 0 }
}
