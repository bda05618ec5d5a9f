import { takeCamera, VIDEO } from './camera-ready.ts'

/** Fast enough that the encoder keeps sending, slow enough to cost nothing (pictures a second). */
const CARD_RATE = 5

/**
 * The caseworker's camera and microphone; without a camera a drawn card with the name, so that the call still works. From a
 * camera that is open already the picture is there at once: the microphone joins it, then `heard` is called.
 */
export async function deskMedia(name: string, heard: () => void): Promise<MediaStream> {
  const devices = navigator.mediaDevices as MediaDevices | undefined
  const open = await takeCamera()
  if (open) {
    void devices?.getUserMedia({ audio: true }).then(
      (sound) => {
        // Hung up meanwhile.
        for (const track of sound.getAudioTracks())
          if (open.active) open.addTrack(track)
          else track.stop()
        heard()
      },
      () => undefined,
    )
    return open
  }
  for (const wish of [{ audio: true, video: VIDEO }, { video: VIDEO }, { audio: true }]) {
    const stream = await devices?.getUserMedia(wish).catch(() => undefined)
    if (!stream) continue
    if (stream.getVideoTracks().length === 0) for (const track of card(name).getTracks()) stream.addTrack(track)
    return stream
  }
  return card(name)
}

function card(name: string): MediaStream {
  const canvas = document.createElement('canvas')
  canvas.width = 640
  canvas.height = 480
  const brush = canvas.getContext('2d')
  const draw = () => {
    if (!brush) return
    brush.fillStyle = '#1f3d4d'
    brush.fillRect(0, 0, 640, 480)
    brush.fillStyle = '#fff'
    brush.textAlign = 'center'
    brush.font = '600 36px "IBM Plex Sans", sans-serif'
    brush.fillText(name, 320, 250, 600)
  }
  draw()
  const stream = canvas.captureStream(CARD_RATE)
  // A canvas that nobody paints sends no frames.
  const timer = setInterval(() => {
    if (stream.getVideoTracks().every((track) => track.readyState === 'ended')) clearInterval(timer)
    else draw()
  }, 1000 / CARD_RATE)
  return stream
}
