import type { Errand } from '../../../device/contract/nouns.ts'
import { ink, Picture } from './picture.tsx'

/** A new passport: the welcome screen's drawing. */
export function NewPassport({ title }: { title?: string }) {
  return (
    <Picture title={title} box="0 0 480 400">
      <circle cx="240" cy="200" r="180" fill={ink.pale} />
      <g transform="rotate(-7 240 200)">
        <rect x="142" y="62" width="200" height="276" rx="16" fill={ink.red} stroke="#3f0d18" stroke-width="4" />
        <g fill="none" stroke="#e7c66b" stroke-width="6" stroke-linecap="round">
          <circle cx="242" cy="190" r="46" />
          <ellipse cx="242" cy="190" rx="20" ry="46" />
          <path d="M196 190h92M190 104h104M206 278h72" />
          <rect x="222" y="296" width="40" height="22" rx="4" stroke-width="4" />
        </g>
      </g>
      <g transform="translate(330 270)">
        <circle cx="30" cy="30" r="48" fill={ink.green} stroke="#fff" stroke-width="8" />
        <path d="M8 31l16 17 30-33" fill="none" stroke="#fff" stroke-width="10" stroke-linecap="round" />
      </g>
    </Picture>
  )
}

export function Printer({ moving, title }: { moving: boolean; title?: string }) {
  return (
    <Picture title={title} box="0 0 480 400">
      <ellipse cx="240" cy="372" rx="190" ry="16" fill="#e9e9e9" />
      <rect x="140" y="40" width="200" height="110" fill={ink.paper} stroke={ink.line} stroke-width="4" />
      <rect x="60" y="130" width="360" height="170" rx="20" fill={ink.dark} />
      <rect x="110" y="222" width="260" height="26" rx="10" fill="#111" />
      <circle cx="376" cy="166" r="10" fill="#8fd16a" />
      <g class={moving ? 'slide-out' : ''}>
        <path d="M140 236h200v124H140z" fill={ink.paper} stroke={ink.line} stroke-width="4" />
        <g stroke="#9a9a9a" stroke-width="8" stroke-linecap="round">
          <path d="M168 276h100M168 302h144M168 328h120" />
        </g>
      </g>
      <path d="M60 200h360v34H60z" fill={ink.dark} />
    </Picture>
  )
}

/** The application on its way, sealed. */
export function Letter({ title }: { title?: string }) {
  return (
    <Picture title={title} box="0 0 480 400">
      <circle cx="240" cy="200" r="180" fill={ink.pale} />
      <rect x="110" y="120" width="260" height="170" rx="12" fill={ink.paper} stroke={ink.line} stroke-width="5" />
      <path d="M112 132l128 92 128-92" fill="none" stroke={ink.line} stroke-width="5" stroke-linejoin="round" />
      <g transform="translate(240 236)">
        <circle r="44" fill={ink.green} stroke="#fff" stroke-width="7" />
        <path d="M-12-4v-9a12 12 0 0 1 24 0v9" fill="none" stroke="#fff" stroke-width="7" />
        <rect x="-20" y="-5" width="40" height="28" rx="5" fill="#fff" />
      </g>
    </Picture>
  )
}

/** How it ended: done, another way, or stopped. */
export function Ending({ is, title }: { is: 'good' | 'no' | 'onward' | 'stopped'; title?: string }) {
  const colour = { good: ink.green, no: '#a61b1b', onward: '#1d5f8f', stopped: '#5a5a5a' }[is]
  const sign = {
    good: 'M104 164l40 42 76-86',
    no: 'M110 110l100 100M210 110L110 210',
    onward: 'M92 160h126M172 108l52 52-52 52',
    stopped: 'M104 160h112',
  }[is]
  return (
    <Picture title={title} box="0 0 320 320">
      <circle cx="160" cy="160" r="130" fill={colour} />
      <path d={sign} fill="none" stroke="#fff" stroke-width="26" stroke-linecap="round" stroke-linejoin="round" />
    </Picture>
  )
}

/** What is done with your data: read, seen by a person, erased. */
export function DataPoint({ is }: { is: 0 | 1 | 2 }) {
  return (
    <Picture box="0 0 120 120">
      <circle cx="60" cy="60" r="58" fill={ink.pale} />
      <g fill="none" stroke={ink.green} stroke-width="7" stroke-linecap="round" stroke-linejoin="round">
        {is === 0 && <path d="M30 34h60v52H30zM44 72h32M60 60a9 9 0 1 0-.1 0" />}
        {is === 1 && <path d="M60 56a15 15 0 1 0-.1 0M30 92c2-20 14-28 30-28s28 8 30 28" />}
        {is === 2 && <path d="M32 40h56M50 40v-9h20v9M39 40l5 52h32l5-52M53 54v24M67 54v24" />}
      </g>
    </Picture>
  )
}

/** Drawing for an errand: an adult, an adult with a child, a house on a paper, a car on a card. */
export function ErrandPicture({ errand }: { errand: Errand }) {
  if (errand === 'residence-certificate')
    return (
      <Picture box="0 0 160 120">
        <rect x="40" y="4" width="80" height="112" rx="6" fill={ink.paper} stroke={ink.line} stroke-width="4" />
        <path d="M52 58l28-26 28 26v30H52z" fill={ink.green} />
        <rect x="73" y="66" width="14" height="22" fill="#fff" />
        <path d="M54 102h52" stroke="#9a9a9a" stroke-width="5" stroke-linecap="round" />
      </Picture>
    )
  if (errand === 'temporary-licence')
    return (
      <Picture box="0 0 160 120">
        <rect x="8" y="14" width="144" height="92" rx="12" fill="#f3d3dc" stroke={ink.red} stroke-width="4" />
        <path d="M36 74l8-22q3-8 12-8h48q9 0 12 8l8 22v16H36z" fill={ink.green} />
        <path d="M50 66l5-14h50l5 14z" fill="#fff" />
        <circle cx="54" cy="90" r="9" fill={ink.dark} />
        <circle cx="106" cy="90" r="9" fill={ink.dark} />
      </Picture>
    )
  const child = errand === 'passport-child'
  return (
    <Picture box="0 0 160 120">
      <g fill={ink.green} transform={child ? 'translate(-24 0)' : ''}>
        <circle cx="80" cy="34" r="24" />
        <path d="M38 118q0-54 42-54t42 54z" />
      </g>
      {child && (
        <g fill="#3c5c22" stroke="#fff" stroke-width="4">
          <path d="M84 120q0-38 32-38t32 38z" />
          <circle cx="116" cy="66" r="19" />
        </g>
      )}
    </Picture>
  )
}
