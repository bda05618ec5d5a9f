import { watchPreview } from './preview.ts'

/** The widest picture that is sent: the caseworker needs a face, not the hall (pixels). */
const WIDTH_MAX = 1280

/** Chromium's writable track; not in the DOM types, and absent elsewhere. */
type Generator = MediaStreamTrack & { writable: WritableStream<VideoFrame> }
declare const MediaStreamTrackGenerator: (new (options: { kind: 'video' }) => Generator) | undefined

/**
 * What the citizen sends into a call: the box's one camera, which Node owns and `/preview` shows, and the microphone.
 * Ends with its tracks. The picture is there at once; `heard` says when the microphone has joined it, or that there is none.
 */
export function boxMedia(heard: (microphone: boolean) => void): MediaStream {
  const picture = previewTrack()
  const stream = new MediaStream([picture])
  const listen = async () => {
    const sound = await navigator.mediaDevices?.getUserMedia({ audio: true }).catch(() => null)
    const tracks = sound?.getAudioTracks() ?? []
    // Hung up meanwhile.
    if (picture.readyState === 'ended') for (const track of tracks) track.stop()
    else for (const track of tracks) stream.addTrack(track)
    heard(tracks.length > 0)
  }
  void listen()
  return stream
}

/**
 * Takes that microphone instead of the one in `stream`; muted as that one was. False where it is taken already or cannot be
 * opened, or where `over` says that nobody wants it any more.
 */
export async function otherMicrophone(stream: MediaStream, id: string, over: () => boolean): Promise<boolean> {
  const [before] = stream.getAudioTracks()
  if (before?.getSettings().deviceId === id) return false
  const wish = { audio: { deviceId: { exact: id } } }
  const track = (await navigator.mediaDevices.getUserMedia(wish).catch(() => null))?.getAudioTracks()[0]
  if (!track) return false
  if (over()) {
    track.stop()
    return false
  }
  if (before) {
    track.enabled = before.enabled
    stream.removeTrack(before)
    before.stop()
  }
  stream.addTrack(track)
  return true
}

function previewTrack(): MediaStreamTrack {
  return typeof MediaStreamTrackGenerator === 'undefined' ? canvasTrack() : generatedTrack(MediaStreamTrackGenerator)
}

function generatedTrack(Track: new (options: { kind: 'video' }) => Generator): MediaStreamTrack {
  const track = new Track({ kind: 'video' })
  const writer = track.writable.getWriter()
  const unwatch = watchPreview((picture) => {
    // A slow encoder would pile frames up: one that does not fit now is left out.
    if ((writer.desiredSize ?? 0) <= 0) return
    const frame = new VideoFrame(picture, { timestamp: Math.round(performance.now() * 1000) })
    writer.write(frame).catch(() => frame.close())
  })
  return endWith(track, () => {
    unwatch()
    writer.abort().catch(() => undefined)
  })
}

function canvasTrack(): MediaStreamTrack {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')!
  const unwatch = watchPreview((picture) => {
    const scale = Math.min(1, WIDTH_MAX / picture.width)
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  })
  return endWith(canvas.captureStream().getVideoTracks()[0]!, () => {
    unwatch()
    canvas.width = 0
  })
}

/** A track that is stopped by script fires no event: its `stop` is where the source ends. */
function endWith(track: MediaStreamTrack, end: () => void): MediaStreamTrack {
  const stop = track.stop.bind(track)
  track.stop = () => {
    stop()
    end()
  }
  return track
}
