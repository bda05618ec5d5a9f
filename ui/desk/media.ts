/** Fast enough that the encoder keeps sending, slow enough to cost nothing (pictures a second). */
const CARD_RATE = 5
const VIDEO = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 15 } }

/** The caseworker's camera and microphone; without a camera a drawn card with the name, so that the call still works. */
export async function deskMedia(name: string): Promise<MediaStream> {
  const devices = navigator.mediaDevices as MediaDevices | undefined
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
