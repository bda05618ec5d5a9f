const da = { numbers: 'Vis tallene', failed: 'Billedet kunne ikke tegnes. Tallene står nedenfor.' }
export type Texts = typeof da
const en: Texts = { numbers: 'Show the numbers', failed: 'The picture could not be drawn. The numbers stand below.' }
export const texts = { da, en }
