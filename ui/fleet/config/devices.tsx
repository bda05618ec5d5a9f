import type { Proposal } from '../../../device/contract/proposal.ts'
import { useWords } from '../words.ts'
import { at, listAt, textAt } from './draft.ts'
import { ChoiceField, Field, type FieldPath, type Form, idOf, marks, TextField } from './fields.tsx'

const kinds = ['card', 'mrz', 'camera', 'finger', 'printer'] as const
const drivers = ['sfm', 'zfm', 'wsbd', 'libfprint'] as const
/** How a camera without further knowledge is asked: what nearly every one can do. */
const CAMERA = ['-f', 'v4l2', '-input_format', 'mjpeg', '-video_size', '1280x720', '-i']

/** Which devices the box has found for its configuration, and which are missing, in words. */
export function FoundDevices({ proposal }: { proposal: Proposal | null }) {
  const t = useWords()
  const { config: c, device } = t
  if (!proposal) return <p class="flag warn">{c.notTold}</p>
  const says = (kind: (typeof kinds)[number]): string => {
    const { card, mrz, camera, finger, printer } = proposal.devices
    const serial = (port?: string) => proposal.serial.find(({ value }) => value === port)?.says
    if (kind === 'card') return card?.reader ?? ''
    if (kind === 'mrz') return serial(mrz?.port) ?? ''
    if (kind === 'finger') return serial(finger?.port) ?? ''
    if (kind === 'printer') return proposal.printers.find(({ value }) => value === printer?.uri)?.says ?? ''
    return proposal.cameras.find(({ input }) => input.at(-1) === camera?.input.at(-1))?.says ?? ''
  }
  const found = kinds.filter((kind) => proposal.devices[kind])
  const missing = kinds.filter((kind) => !proposal.devices[kind])
  const { mrz, finger } = proposal.devices
  const others = proposal.serial.filter(({ value }) => value !== mrz?.port && value !== finger?.port)
  return (
    <div data-found>
      {found.length === 0 && <p class="flag warn">{c.foundNone}</p>}
      {found.length > 0 && (
        <>
          <p>{c.foundHead}:</p>
          <ul class="devices">
            {found.map((kind) => (
              <li key={kind} class="good">
                {device[kind]}: {says(kind)}
              </li>
            ))}
          </ul>
        </>
      )}
      {others.length > 0 && <p>{c.otherPorts(others.map(({ says }) => says).join(', '))}</p>}
      {missing.length > 0 && (
        <>
          <p>{c.missingHead}:</p>
          <ul class="devices">
            {missing.map((kind) => (
              <li key={kind} class="bad">
                {device[kind]}
              </li>
            ))}
          </ul>
          <p class="quiet">{c.missingHint}</p>
        </>
      )}
    </div>
  )
}

export function DeviceFields({ form, proposal }: { form: Form; proposal: Proposal | null }) {
  const t = useWords().config
  const { draft, change } = form
  const pick = (path: FieldPath, choices: readonly { value: string; says: string }[] | undefined) => (
    <ChoiceField
      form={form}
      path={path}
      value={textAt(draft, path)}
      choices={choices ?? []}
      onPick={(value) => change(path, value === '' ? undefined : value)}
    />
  )
  const camera = (path: 'devices/camera/input' | 'devices/mrz/camera/input') => {
    const input = listAt(draft, path).map(String)
    const cameras = proposal?.cameras ?? []
    const address = (words: readonly string[]) => words.at(-1) ?? ''
    // An empty address too: the words before it are not for writing twice.
    const write = (value: string) => [...(input.length > 1 ? input.slice(0, -1) : CAMERA), value]
    return (
      <ChoiceField
        form={form}
        path={path}
        value={address(input)}
        choices={cameras.map((one) => ({ value: address(one.input), says: one.says }))}
        onPick={(value) => {
          const known = cameras.find((one) => address(one.input) === value)
          change(path, known?.input ?? write(value))
        }}
      />
    )
  }
  const [mrz, finger] = [textAt(draft, 'devices/mrz/port'), textAt(draft, 'devices/finger/port')]
  return (
    <>
      <div class="fields">
        {pick('devices/card/reader', proposal?.readers)}
        {camera('devices/camera/input')}
        {at(draft, 'devices/mrz/camera') !== undefined ? (
          camera('devices/mrz/camera/input')
        ) : (
          <>
            {pick('devices/mrz/port', proposal?.serial)}
            <TextField form={form} path="devices/mrz/baud" numeric />
          </>
        )}
        <Driver form={form} />
        {pick('devices/finger/port', proposal?.serial)}
        <TextField form={form} path="devices/finger/baud" numeric />
        {pick('devices/printer/uri', proposal?.printers)}
      </div>
      {mrz !== '' && mrz === finger && <p class="flag bad">{t.samePort}</p>}
      {(proposal?.serial.length ?? 0) > 1 && <p class="quiet">{t.lookAlike}</p>}
    </>
  )
}

function Driver({ form }: { form: Form }) {
  const t = useWords().config
  const path = 'devices/finger/driver'
  return (
    <Field form={form} path={path}>
      <select
        class="form-select"
        id={idOf(path)}
        value={textAt(form.draft, path) || 'sfm'}
        onChange={({ currentTarget }) => form.change(path, currentTarget.value)}
        {...marks(form, path)}
      >
        {drivers.map((driver) => (
          <option key={driver} value={driver}>
            {t.drivers[driver]}
          </option>
        ))}
      </select>
    </Field>
  )
}
