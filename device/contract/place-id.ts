const letters: Record<string, string> = { æ: 'ae', ø: 'oe', å: 'aa' }

/** The id of a place that somebody has only named: `Øster Bibliotek` → `oester-bibliotek`; `place` where no letter is left. */
export const placeId = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[æøå]/g, (letter) => letters[letter] ?? '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'place'
