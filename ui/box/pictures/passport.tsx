import { ink, Picture } from './picture.tsx'

/** `put`: the open passport sinks onto the reader; `lie`: it lies there and the chip talks; `take`: it is lifted. */
export function PassportOnReader({ does, title }: { does: 'put' | 'lie' | 'take'; title: string }) {
  return (
    <Picture title={title} box="0 0 480 400">
      <ellipse cx="240" cy="366" rx="212" ry="18" fill="#e9e9e9" />
      <path d="M60 268h360l38 74a14 14 0 0 1-13 20H35a14 14 0 0 1-13-20z" fill={ink.dark} />
      <path d="M98 284h284l22 46H76z" fill="#8fb7c9" stroke="#cfe3ec" stroke-width="3" />
      {does === 'lie' && <Waves />}
      <g class={does === 'put' ? 'sink' : does === 'take' ? 'rise' : ''}>
        <Passport lying={does === 'lie'} />
      </g>
      {does === 'put' && <Arrow down />}
      {does === 'take' && <Arrow />}
    </Picture>
  )
}

/** Open, its picture page up, seen by a camera on an arm. */
export function PassportUnderCamera({ title }: { title: string }) {
  return (
    <Picture title={title} box="0 0 480 400">
      <ellipse cx="240" cy="372" rx="212" ry="16" fill="#e9e9e9" />
      <path d="M430 366V70H300" fill="none" stroke={ink.dark} stroke-width="16" stroke-linejoin="round" />
      <rect x="196" y="38" width="104" height="58" rx="12" fill={ink.dark} />
      <circle cx="248" cy="98" r="20" fill="#8fb7c9" stroke={ink.dark} stroke-width="7" />
      <path d="M236 118L96 212h308L260 118z" fill={ink.green} opacity="0.14" />
      <g class="sink">
        <path d="M104 214h272l36 62H68z" fill={ink.paper} stroke={ink.line} stroke-width="3" stroke-linejoin="round" />
        <path d="M68 276h344l34 84H34z" fill={ink.paper} stroke={ink.line} stroke-width="3" stroke-linejoin="round" />
        <path d="M100 288h72l-10 40H84z" fill="#c8d6de" />
        <circle cx="131" cy="300" r="10" fill={ink.line} />
        <path d="M104 326c6-20 44-20 50 0z" fill={ink.line} />
        <path d="M194 294h176M192 308h140" stroke={ink.line} stroke-width="5" />
        <g fill={ink.dark} font-family="monospace" font-size="15" font-weight="700">
          <text x="64" y="343" textLength="352" lengthAdjust="spacing">
            {'P<DNK<<<<<<<<<<<<<<<<<<<<<'}
          </text>
          <text x="56" y="356" textLength="368" lengthAdjust="spacing">
            {'0123456789<<<<<<<<<<<<<<<<<'}
          </text>
        </g>
      </g>
    </Picture>
  )
}

/** Open, seen from its cover side: the page with the portrait faces the glass. */
function Passport({ lying }: { lying: boolean }) {
  return (
    <g transform={lying ? 'translate(0 150)' : 'translate(0 78)'}>
      <path d="M118 118l244 0 22 52H96z" fill={ink.paper} stroke={ink.line} stroke-width="3" stroke-linejoin="round" />
      <path d="M118 108l244 0 22 52H96z" fill={ink.red} stroke="#3f0d18" stroke-width="3" stroke-linejoin="round" />
      <path d="M240 108v52" stroke="#3f0d18" stroke-width="3" />
      <g fill="none" stroke="#e7c66b" stroke-width="3">
        <circle cx="305" cy="131" r="11" />
        <path d="M281 151h50" />
      </g>
    </g>
  )
}

function Waves() {
  return (
    <g class="waves" fill="none" stroke={ink.green} stroke-width="9" stroke-linecap="round">
      <path d="M200 222a58 58 0 0 1 80 0" />
      <path d="M174 192a96 96 0 0 1 132 0" />
      <path d="M148 162a134 134 0 0 1 184 0" />
    </g>
  )
}

function Arrow({ down }: { down?: boolean }) {
  const turn = down ? '' : 'rotate(180 240 80)'
  return (
    <g class={down ? 'arrow-down' : 'arrow-up'}>
      <path
        transform={turn}
        d="M222 22h36v62h34l-52 58-52-58h34z"
        fill={ink.green}
        stroke="#fff"
        stroke-width="4"
        stroke-linejoin="round"
      />
    </g>
  )
}
