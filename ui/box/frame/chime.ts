/** Pitch, length and loudness of one soft tone (Hz, s, 0..1). */
const TONE = { pitch: 660, length: 0.25, loudness: 0.15 }

/** A few soft tones. Silent where the browser allows no sound; the picture says the same. */
export function chime(times: number): () => void {
  const audio = new AudioContext()
  for (let i = 0; i < times; i++) {
    const begin = audio.currentTime + i * TONE.length * 1.4
    const tone = new OscillatorNode(audio, { frequency: TONE.pitch })
    const volume = new GainNode(audio, { gain: 0 })
    volume.gain.setValueAtTime(TONE.loudness, begin)
    volume.gain.exponentialRampToValueAtTime(0.001, begin + TONE.length)
    tone.connect(volume).connect(audio.destination)
    tone.start(begin)
    tone.stop(begin + TONE.length)
  }
  return () => void audio.close()
}
