/** The same camera and microphone for one more call, whose end must not end them. Only `kinds`, where not all are for it. */
export function lend(stream: MediaStream, kinds: readonly string[] = ['audio', 'video']): MediaStream {
  return new MediaStream(
    stream
      .getTracks()
      .filter(({ kind }) => kinds.includes(kind))
      .map((track) => track.clone()),
  )
}
