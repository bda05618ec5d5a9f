/** Looks after one connection: measures the line, sends what it bears, and tells both ends in one word. */
import { type Level, nextLevel, type Sample, startLevel, worse } from './level.ts'

/** Between two looks (ms). */
const LOOK_MS = 1_000
/** Without a new picture for so many looks, the other end's picture has stopped. */
const STILL_LOOKS = 3
/** Bits a second: what a small picture may take, and a good one. */
const SMALL = 120_000
const GOOD = 1_500_000

/** `seeing`: new pictures arrive. `level`: the worse of what we can send and what arrives. */
export type Quality = { level: Level; seeing: boolean }

/** Starts looking; returns what ends it. */
export function watchQuality(connection: RTCPeerConnection, onChange: (quality: Quality) => void): () => void {
  let state = startLevel
  let frames = -1
  let still = 0
  let told = ''
  let sent: Level | undefined
  const look = async () => {
    const stats = [...(await connection.getStats()).values()] as Record<string, unknown>[]
    const now = performance.now()
    const { sample, decoded } = measured(stats)
    // A picture the other end has switched off is not a bad line: its track is muted or its sender inactive.
    const expected = stats.some((one) => one.type === 'inbound-rtp' && one.kind === 'video')
    still = expected && decoded === frames ? still + 1 : 0
    frames = decoded
    const alive = connection.connectionState === 'connected'
    state = nextLevel(state, { ...sample, alive }, now)
    // A connection begins with a small picture: it is made whole once the first of it has gone.
    if (state.level !== sent && (sent || alive)) {
      sent = state.level
      await send(connection, sent)
    }
    const seeing = expected && still < STILL_LOOKS && alive
    const level = worse(state.level, expected && still >= STILL_LOOKS ? 'voice' : 'picture')
    const text = JSON.stringify({ level, seeing })
    if (text !== told) onChange({ level, seeing })
    told = text
  }
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_MS)
  return () => clearInterval(timer)
}

function measured(stats: Record<string, unknown>[]): { sample: Omit<Sample, 'alive'>; decoded: number } {
  let lost = 0
  let rttMs: number | null = null
  let decoded = 0
  for (const one of stats) {
    if (one.type === 'remote-inbound-rtp') {
      lost = Math.max(lost, Number(one.fractionLost ?? 0))
      if (typeof one.roundTripTime === 'number') rttMs = Math.max(rttMs ?? 0, one.roundTripTime * 1000)
    } else if (one.type === 'inbound-rtp' && one.kind === 'video') decoded += Number(one.framesDecoded ?? 0)
  }
  return { sample: { lost, rttMs }, decoded }
}

/** Sends what the level bears; nothing is negotiated anew. */
async function send(connection: RTCPeerConnection, level: Level): Promise<void> {
  for (const sender of connection.getSenders()) {
    const kind = sender.track?.kind
    if (!kind) continue
    const parameters = sender.getParameters()
    const [encoding] = parameters.encodings
    if (!encoding) continue
    encoding.active = kind === 'video' ? level === 'picture' || level === 'small' : level !== 'text'
    if (kind === 'video') {
      encoding.maxBitrate = level === 'small' ? SMALL : GOOD
      encoding.scaleResolutionDownBy = level === 'small' ? 2 : 1
    }
    await sender.setParameters(parameters).catch(() => undefined)
  }
}
