/** An appointment as a calendar file (RFC 5545). */

export type IcsEvent = {
  uid: string
  starts: Date
  ends: Date
  summary: string
  location: string
  description: string
  url: string
  made: Date
  cancelled: boolean
}

const stamp = (at: Date) => `${at.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`
/** 3.3.11: backslash, semicolon, comma and line breaks are escaped. */
const text = (value: string) => value.replace(/[\\;,]/g, (one) => `\\${one}`).replace(/\r?\n/g, '\\n')

/** 3.1: at most 75 octets a line, never cutting a character. */
export function fold(line: string): string {
  const lines: string[] = []
  let current = ''
  let room = 75
  for (const char of line) {
    const bytes = Buffer.byteLength(char)
    if (bytes > room) {
      lines.push(current)
      current = ' '
      room = 74
    }
    current += char
    room -= bytes
  }
  return [...lines, current].join('\r\n')
}

export function ics(event: IcsEvent): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Borgerboks//Booking//DA',
    `METHOD:${event.cancelled ? 'CANCEL' : 'PUBLISH'}`,
    'BEGIN:VEVENT',
    `UID:${event.uid}@borgerboks`,
    `DTSTAMP:${stamp(event.made)}`,
    `DTSTART:${stamp(event.starts)}`,
    `DTEND:${stamp(event.ends)}`,
    `SUMMARY:${text(event.summary)}`,
    `LOCATION:${text(event.location)}`,
    `DESCRIPTION:${text(event.description)}`,
    `URL:${event.url}`,
    `STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return `${lines.map(fold).join('\r\n')}\r\n`
}
