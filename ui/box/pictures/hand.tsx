import type { FingerPosition } from '../../../device/contract/nouns.ts'
import { ink, Picture } from './picture.tsx'

/** The back of the hand as one sees one's own on the reader: a right hand has its thumb to the left. */
export function Hand({ position, title }: { position: FingerPosition; title: string }) {
  return (
    <Picture title={title} box="0 0 400 440">
      <g transform={position === 'left-index' ? 'translate(400 0) scale(-1 1)' : ''}>
        <rect x="92" y="8" width="112" height="128" rx="18" fill={ink.dark} />
        <rect x="106" y="22" width="84" height="86" rx="10" fill="#8fb7c9" />
        <g fill={ink.skin} stroke={ink.skinLine} stroke-width="4" stroke-linejoin="round">
          <rect x="186" y="52" width="50" height="220" rx="25" />
          <rect x="242" y="72" width="48" height="210" rx="24" />
          <rect x="296" y="120" width="42" height="180" rx="21" />
          <path d="M128 236C96 216 62 208 40 222c-14 12-6 32 12 38 34 14 48 46 66 80z" />
          <path d="M124 236q106-40 214 10l-10 92q-16 60-30 98H160q-8-44-26-72-16-34-10-128z" />
        </g>
        <rect
          class="pulse"
          x="124"
          y="50"
          width="52"
          height="226"
          rx="26"
          fill={ink.green}
          stroke="#274f0d"
          stroke-width="4"
        />
        <path d="M136 70q14-16 28 0v20q-14 8-28 0z" fill="#d9efc9" />
        <g fill="none" stroke={ink.skinLine} stroke-width="3" stroke-linecap="round">
          <path d="M196 280q14-8 28 0M250 286q14-8 26 0M300 300q12-6 22 2" />
        </g>
      </g>
    </Picture>
  )
}
