import { useState } from 'preact/hooks'
import { Notice, Screen } from '../../frame/screen.tsx'
import { useStage } from '../../stage.ts'
import type { PageProps } from './props.ts'
import { Scanner } from './scanner.tsx'
import { Typing } from './typing.tsx'

/** Two letters, four digits and a space. */
const CODE_MAX = 7

export function CodePage({ page, answer }: PageProps<'code'>) {
  const { t } = useStage()
  const [code, setCode] = useState('')
  const c = t.appointment.code
  return (
    <Screen
      title={c.title}
      lead={c.lead}
      large
      picture={
        <div class={`check-in ${page.problem ? 'warned' : ''}`}>
          {page.problem && <Notice kind="warning">{t.appointment.problem[page.problem]}</Notice>}
          <Scanner label={c.camera} onText={(text) => answer({ is: 'code', code: text.slice(0, 400) })} />
          <Typing id="code" label={c.label} value={code} max={CODE_MAX} shape="code" onChange={setCode} />
        </div>
      }
      actions={
        <>
          <button
            type="button"
            class="button button-primary"
            disabled={code.replace(/\s/g, '').length < 6}
            onClick={() => answer({ is: 'code', code })}
          >
            {c.go}
          </button>
          <button type="button" class="button button-secondary" onClick={() => answer({ is: 'by-name' })}>
            {c.byName}
          </button>
        </>
      }
    />
  )
}
