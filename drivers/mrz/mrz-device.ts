import type { Driver } from '../driver.ts'
import type { OtherDocument } from './lines.ts'

/** What gives the printed lines of a document: a swipe reader on a serial line, or a camera over the open page. */
export type MrzDevice = Omit<Driver, 'on'> & {
  /** A camera may mistake a letter of a name, which no check digit covers. */
  readonly source: 'reader' | 'camera'
  /** A picture of whatever lies there now (JPEG), where a camera looks on. Throws as `Camera.still` does. */
  photograph?(signal: AbortSignal): Promise<Buffer>
  on(event: 'presence', listener: Parameters<Driver['on']>[1]): () => void
  /** The lines of a zone, joined by line feeds. */
  on(event: 'read', listener: (text: string) => void): () => void
  /** Something lies or passed there, but no zone could be read off it; `other` where it was known for what it is. */
  on(event: 'unreadable', listener: (other?: OtherDocument) => void): () => void
}
