import type { Digit, FingerPosition } from '../../../device/contract/nouns.ts'
import { ink, Picture } from './picture.tsx'

/** Where each finger of a right hand lies, and the glass under its pad. */
const straight = {
  index: { x: 124, y: 50, width: 52, height: 226 },
  middle: { x: 184, y: 30, width: 52, height: 240 },
  ring: { x: 242, y: 58, width: 50, height: 224 },
} as const
const LITTLE = { x: 298, y: 120, width: 42, height: 180 }
const THUMB = 'M160 284C122 262 82 232 54 206c-13-14-34-8-38 8-2 12 4 23 12 33 34 44 62 74 126 128z'
/** The glass lies under the upper part of the finger, never only under its tip. */
const glass: Record<Digit, { x: number; y: number }> = {
  index: { x: 94, y: 18 },
  middle: { x: 154, y: 4 },
  ring: { x: 211, y: 26 },
  thumb: { x: 2, y: 176 },
}

/** The back of the hand as one sees one's own on the reader: a right hand has its thumb to the left. */
export function Hand({ position, title }: { position: FingerPosition; title: string }) {
  const [hand, digit] = position.split('-') as ['right' | 'left', Digit]
  const { x, y } = glass[digit]
  return (
    <Picture title={title} box="0 0 400 440">
      <g transform={hand === 'left' ? 'translate(400 0) scale(-1 1)' : ''}>
        <rect x={x} y={y} width="112" height="128" rx="18" fill={ink.dark} />
        <rect x={x + 14} y={y + 14} width="84" height="86" rx="10" fill="#8fb7c9" />
        <g fill={ink.skin} stroke={ink.skinLine} stroke-width="4" stroke-linejoin="round">
          {(['middle', 'ring', 'index'] as const).map((each) => (
            <rect
              key={each}
              {...straight[each]}
              rx="25"
              class={each === digit ? 'pulse' : undefined}
              fill={each === digit ? ink.green : ink.skin}
              stroke={each === digit ? '#274f0d' : ink.skinLine}
            />
          ))}
          <rect {...LITTLE} rx="21" />
          <path
            d={THUMB}
            class={digit === 'thumb' ? 'pulse' : undefined}
            fill={digit === 'thumb' ? ink.green : ink.skin}
            stroke={digit === 'thumb' ? '#274f0d' : ink.skinLine}
          />
          <path d="M118 246q112-40 222 10l-12 102q-16 56-30 82H160q-8-34-26-66-22-46-16-128z" />
        </g>
        {digit === 'thumb' ? (
          <path d="M22 214q2-14 16-14l14 16q-2 14-18 18z" fill="#d9efc9" />
        ) : (
          <path d={`M${straight[digit].x + 12} ${straight[digit].y + 20}q14-16 28 0v20q-14 8-28 0z`} fill="#d9efc9" />
        )}
        <g fill="none" stroke={ink.skinLine} stroke-width="3" stroke-linecap="round">
          <path d="M136 292q14-8 28 0M196 280q14-8 28 0M250 286q14-8 26 0M302 302q12-6 22 2" />
        </g>
      </g>
    </Picture>
  )
}
