import { ink, Picture } from './picture.tsx'

/** A payment terminal with a card and a phone held to it. */
export function Terminal({ moving, title }: { moving: boolean; title?: string }) {
  return (
    <Picture title={title} box="0 0 480 400">
      <circle cx="240" cy="200" r="180" fill={ink.pale} />
      <rect x="150" y="60" width="180" height="300" rx="26" fill={ink.dark} />
      <rect x="172" y="86" width="136" height="92" rx="8" fill={ink.paper} />
      <g fill="none" stroke={ink.green} stroke-width="8" stroke-linecap="round">
        <path d="M222 118a22 22 0 0 1 0 30M238 108a38 38 0 0 1 0 50M254 98a54 54 0 0 1 0 70" />
      </g>
      <g fill="#8c979d">
        {[0, 1, 2, 3].flatMap((row) =>
          [0, 1, 2].map((column) => (
            <rect key={`${row}${column}`} x={178 + column * 44} y={202 + row * 36} width="36" height="26" rx="6" />
          )),
        )}
      </g>
      <g class={moving ? 'slide-out' : ''}>
        <rect x="292" y="70" width="150" height="96" rx="12" fill="#2b6cb0" stroke="#fff" stroke-width="5" />
        <rect x="310" y="96" width="30" height="24" rx="4" fill="#e7c66b" />
        <path d="M310 144h96" stroke="#fff" stroke-width="8" stroke-linecap="round" />
      </g>
    </Picture>
  )
}
