/**
 * One video call between a box and a desk, used by both ends. The box offers, the desk answers; only what is repaired is
 * offered by the desk.
 *
 * A connection is named by the UUID of the box's `hello`, which brings its offer. Every box hello carries a fresh one and
 * makes a fresh connection at both ends, so a reload on either side, or an attempt that came to nothing, needs no cleaning
 * up: signals of an older name are ignored. The desk's hello only asks the box for a new one.
 */
import type { Signal } from '../../device/contract/nouns.ts'
import { type Quality, watchQuality } from './quality.ts'
import { startFaster } from './start-rate.ts'

/** A short gap heals by itself; ICE is restarted only after that (ms). */
const GAP_MS = 2_500
/** An ICE restart or a fresh connection has this long before the next attempt; relays need up to 5 s (ms). */
const ATTEMPT_MS = 9_000
/** Each further attempt has that much longer, up to so many times: what is slow must not be begun anew for ever. */
const PATIENCE_MAX = 4
/** The box says hello by itself when the call begins; the desk asks for it only after this (ms). */
const BOX_FIRST_MS = 1_000
/** The box leaves repairing to the desk for this long, then says hello itself (ms). */
const BOX_PATIENCE_MS = 15_000

export type CallState = 'connecting' | 'connected' | 'reconnecting' | 'ended'
/** How the two ends may find each other. */
export type Ways = { iceServers: RTCIceServer[]; iceTransportPolicy: 'all' | 'relay' }
export type CallOptions = Ways & {
  role: 'box' | 'desk'
  /** Made by `prepareCall` while nobody had come yet; for the first connection. */
  ready?: RTCPeerConnection | undefined
  /** Own camera and microphone, asked for once; nothing waits for it. If it rejects, the call is one-way. */
  media: () => Promise<MediaStream>
  send: (signal: Signal) => void
  onRemote: (stream: MediaStream) => void
  onState: (state: CallState) => void
  /** How well it goes, at every change. */
  onQuality?: (quality: Quality) => void
}
export type Call = {
  receive(signal: Signal): void
  /** The line to the other end is back: what was tried meanwhile came to nothing, so begin anew at once. */
  nudge(): void
  /** The own stream has other tracks now: they are sent instead. */
  retrack(): void
  close(): void
}

/**
 * `work` is this connection's own chain of steps: a step that is under way when its connection is closed never ends (the
 * promises of a closed RTCPeerConnection stay pending), and must not hold up the next connection.
 */
type Link = { peer: string; connection: RTCPeerConnection; early: RTCIceCandidateInit[]; work: Promise<void> }

const newConnection = ({ iceServers, iceTransportPolicy }: Ways) =>
  // One way for all. No pool of candidates beside it: Chromium's answers taken from a pool find no way at all now and then.
  new RTCPeerConnection({ iceServers, iceTransportPolicy, bundlePolicy: 'max-bundle' })

/** Sound and picture have their place before there is a camera or a microphone. `sending` says that they belong together. */
function place(connection: RTCPeerConnection, sending: MediaStream): void {
  if (connection.getTransceivers().length === 0)
    for (const kind of ['audio', 'video'] as const)
      connection.addTransceiver(kind, {
        direction: 'sendrecv',
        streams: [sending],
        // The first picture is small and therefore soon there; quality.ts makes it whole.
        ...(kind === 'video' ? { sendEncodings: [{ scaleResolutionDownBy: 2 }] } : {}),
      })
  for (const transceiver of connection.getTransceivers()) {
    transceiver.direction = 'sendrecv'
    transceiver.sender.setStreams(sending)
  }
}

/**
 * The box's first connection, with its offer made and its ways to the other end found, for a call that somebody will take.
 * Neither camera nor microphone has to do with it. Whoever does not give it to `startCall` closes it.
 */
export function prepareCall(ways: Ways): RTCPeerConnection {
  const connection = newConnection(ways)
  place(connection, new MediaStream())
  connection.setLocalDescription().catch(() => undefined)
  return connection
}

/** Starts the call at once and keeps it up until `close()`, which says bye and stops the own tracks. */
export function startCall(options: CallOptions): Call {
  const { role, send, onState } = options
  const self = crypto.randomUUID()
  const media = options.media().catch(() => new MediaStream())
  /** Only its name is used: the other end knows by it which tracks belong together. */
  const sending = new MediaStream()
  let link: Link | undefined
  let state: CallState | undefined
  let everConnected = false
  let restarted = false
  let attempts = 0
  /** The desk's last hello: a message sent again because its receipt was late must not end the call that it began. */
  let heard: string | undefined
  let closed = false
  let { ready } = options
  let remote: MediaStream | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const say = (next: CallState) => {
    if (state === next) return
    state = next
    onState(next)
  }
  const after = (ms: number, act: () => void) => {
    clearTimeout(timer)
    timer = setTimeout(act, ms)
  }
  /** One negotiation step at a time; a step that a newer connection has overtaken may fail. */
  const queue = (mine: Link, step: () => Promise<void>) => {
    mine.work = mine.work
      .then(async () => {
        if (isCurrent(mine)) await step()
      })
      .catch(() => undefined)
  }
  let unwatch: (() => void) | undefined
  const drop = () => {
    unwatch?.()
    unwatch = undefined
    if (link) options.onQuality?.({ level: 'text', seeing: false })
    link?.connection.close()
    link = undefined
  }
  const isCurrent = (mine: Link) => !closed && link === mine

  const attemptMs = () => ATTEMPT_MS * Math.min(Math.max(attempts, 1), PATIENCE_MAX)

  const hello = () => {
    if (closed) return
    attempts += 1
    if (role === 'desk') {
      send({ is: 'hello', peer: crypto.randomUUID() })
    } else {
      const mine = connect(crypto.randomUUID(), ready)
      ready = undefined
      queue(mine, () => offer(mine))
    }
    after(role === 'desk' ? attemptMs() : BOX_PATIENCE_MS, hello)
  }

  const connect = (peer: string, connection = newConnection(options)) => {
    drop()
    restarted = false
    const mine: Link = { peer, connection, early: [], work: Promise.resolve() }
    link = mine
    if (options.onQuality) unwatch = watchQuality(connection, options.onQuality)
    say(everConnected ? 'reconnecting' : 'connecting')
    connection.onicecandidate = ({ candidate }) => {
      // Browsers open TCP and none listens.
      if (!candidate || candidate.tcpType === 'active' || !isCurrent(mine)) return
      send({
        is: 'candidate',
        peer,
        candidate: candidate.candidate,
        mid: candidate.sdpMid,
        line: candidate.sdpMLineIndex,
      })
    }
    connection.ontrack = ({ streams: [stream], track }) => {
      const next = stream ?? new MediaStream([track])
      if (!isCurrent(mine) || next === remote) return
      remote = next
      options.onRemote(next)
    }
    connection.onconnectionstatechange = () => {
      if (isCurrent(mine)) changed(mine)
    }
    return mine
  }

  const changed = (mine: Link) => {
    switch (mine.connection.connectionState) {
      case 'connected':
        clearTimeout(timer)
        everConnected = true
        restarted = false
        attempts = 0
        say('connected')
        return
      case 'disconnected':
        say('reconnecting')
        after(role === 'desk' ? GAP_MS : BOX_PATIENCE_MS, repair)
        return
      case 'failed':
        say(everConnected ? 'reconnecting' : 'connecting')
        after(role === 'desk' ? 0 : BOX_PATIENCE_MS, repair)
        return
      case 'new':
      case 'connecting':
      case 'closed':
        return
    }
  }

  const repair = () => {
    const mine = link
    if (role === 'box' || !mine || restarted || !everConnected) return hello()
    restarted = true
    mine.connection.restartIce()
    queue(mine, () => offer(mine))
    after(ATTEMPT_MS, hello)
  }

  const give = async ({ connection }: Link) => {
    const tracks = (await media).getTracks()
    // A connection that was closed meanwhile takes none.
    for (const { sender, receiver } of connection.getTransceivers())
      await sender.replaceTrack(tracks.find(({ kind }) => kind === receiver.track.kind) ?? null).catch(() => undefined)
  }

  const offer = async (mine: Link) => {
    const { connection } = mine
    // One that was prepared has its offer.
    if (connection.signalingState !== 'have-local-offer') {
      place(connection, sending)
      await connection.setLocalDescription()
    }
    describe(mine)
    void give(mine)
  }
  const answer = async (mine: Link, sdp: string) => {
    await mine.connection.setRemoteDescription({ type: 'offer', sdp: startFaster(sdp) })
    place(mine.connection, sending)
    void give(mine)
    await mine.connection.setLocalDescription()
    describe(mine)
    await flushEarly(mine)
  }
  const describe = ({ connection, peer }: Link) => {
    const { type, sdp } = connection.localDescription!
    if (type === 'answer') send({ is: 'answer', peer, sdp })
    else send({ is: role === 'box' ? 'hello' : 'offer', peer, sdp })
  }
  const flushEarly = async (mine: Link) => {
    for (const candidate of mine.early.splice(0))
      await mine.connection.addIceCandidate(candidate).catch(() => undefined)
  }

  const receive = (signal: Signal) => {
    if (closed) return
    if (signal.is === 'hello') {
      if (signal.peer === (role === 'box' ? heard : link?.peer)) return
      heard = signal.peer
      if (role === 'box') return hello()
      const mine = connect(signal.peer)
      // A box of an older release leaves the offer to the desk.
      const { sdp } = signal
      queue(mine, () => (sdp ? answer(mine, sdp) : offer(mine)))
      after(attemptMs(), hello)
      return
    }
    const mine = link
    if (!mine || signal.peer !== mine.peer) return
    switch (signal.is) {
      case 'offer':
        queue(mine, () => answer(mine, signal.sdp))
        return
      case 'answer':
        queue(mine, async () => {
          if (mine.connection.signalingState !== 'have-local-offer') return
          await mine.connection.setRemoteDescription({ type: 'answer', sdp: startFaster(signal.sdp) })
          await flushEarly(mine)
        })
        return
      case 'candidate':
        queue(mine, async () => {
          if (signal.candidate === null) return
          const candidate = { candidate: signal.candidate, sdpMid: signal.mid, sdpMLineIndex: signal.line }
          // A message sent again can overtake the description it belongs to.
          if (!mine.connection.remoteDescription) mine.early.push(candidate)
          else await mine.connection.addIceCandidate(candidate).catch(() => undefined)
        })
        return
      case 'bye':
        clearTimeout(timer)
        drop()
        say('ended')
        return
    }
  }

  const close = () => {
    if (closed) return
    send({ is: 'bye', peer: link?.peer ?? self })
    closed = true
    clearTimeout(timer)
    drop()
    ready?.close()
    void media.then((stream) => {
      for (const track of stream.getTracks()) track.stop()
    })
    say('ended')
  }

  say('connecting')
  if (role === 'box') hello()
  else after(BOX_FIRST_MS, hello)
  const nudge = () => {
    if (closed || state === 'connected' || state === 'ended') return
    attempts = 0
    hello()
  }
  const retrack = () => {
    if (link) void give(link)
  }
  return { receive, nudge, retrack, close }
}
