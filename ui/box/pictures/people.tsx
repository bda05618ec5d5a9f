import { ink, Picture } from './picture.tsx'

/** A citizen before the box, the caseworker on its screen. */
export function CaseworkerOnScreen({ title }: { title?: string }) {
  return (
    <Picture title={title} box="0 0 480 400">
      <ellipse cx="240" cy="378" rx="200" ry="16" fill="#e9e9e9" />
      <rect x="196" y="300" width="88" height="56" fill={ink.grey} />
      <rect x="140" y="350" width="200" height="22" rx="8" fill={ink.dark} />
      <rect x="40" y="24" width="400" height="286" rx="22" fill={ink.dark} />
      <rect x="58" y="42" width="364" height="250" rx="8" fill={ink.pale} />
      <clipPath id="screen-glass">
        <rect x="58" y="42" width="364" height="250" rx="8" />
      </clipPath>
      <g clip-path="url(#screen-glass)">
        <path d="M118 310q4-98 122-98t122 98z" fill="#2f5d8a" />
        <path d="M206 200h68v34q-34 34-68 0z" fill="#d9b493" />
        <circle cx="240" cy="148" r="66" fill={ink.skin} />
        <path d="M170 158q-14-92 70-92t70 92q-10-52-34-62-52 26-86 10-14 18-20 52z" fill="#5b3a26" />
        <g fill={ink.line}>
          <circle cx="217" cy="152" r="6" />
          <circle cx="263" cy="152" r="6" />
        </g>
        <path d="M216 178q24 20 48 0" fill="none" stroke={ink.line} stroke-width="5" stroke-linecap="round" />
        <path d="M172 150q-10 0-10 16t12 16M308 150q10 0 10 16t-12 16" fill="none" stroke={ink.line} stroke-width="7" />
        <path d="M174 180q4 30 42 30" fill="none" stroke={ink.line} stroke-width="5" />
        <circle cx="220" cy="210" r="7" fill={ink.line} />
      </g>
      <circle cx="240" cy="33" r="4" fill="#8fd16a" />
    </Picture>
  )
}

/** A few people in line; the green one is you. */
export function Queue({ ahead, title }: { ahead: number; title?: string }) {
  const shown = Math.min(ahead, 4)
  const width = 120 * (shown + 2)
  return (
    <Picture title={title} box={`0 0 ${width} 220`}>
      <g transform="translate(10 20)">
        <rect x="0" y="20" width="92" height="70" rx="8" fill={ink.dark} />
        <rect x="8" y="28" width="76" height="54" rx="3" fill={ink.pale} />
        <circle cx="46" cy="50" r="13" fill={ink.skin} />
        <path d="M22 82q2-20 24-20t24 20z" fill="#2f5d8a" />
        <rect x="36" y="90" width="20" height="70" fill={ink.grey} />
        <rect x="16" y="158" width="60" height="14" rx="5" fill={ink.dark} />
      </g>
      {Array.from({ length: shown + 1 }, (_, i) => (
        <Person key={i} x={120 * (i + 1) + 56} colour={i === shown ? ink.green : '#9a9a9a'} />
      ))}
    </Picture>
  )
}

function Person({ x, colour }: { x: number; colour: string }) {
  return (
    <g transform={`translate(${x} 0)`} fill={colour}>
      <circle cx="0" cy="52" r="26" />
      <path d="M-40 190v-52q0-48 40-48t40 48v52z" />
    </g>
  )
}
