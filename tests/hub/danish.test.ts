/** A Danish page shows no English sentence of the hub's. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { inTongue, known } from '../../hub/web/danish.ts'

const root = join(import.meta.dirname, '../..')

test('every sentence that a person can be refused with has its Danish', () => {
  const missing: string[] = []
  let seen = 0
  for (const file of globSync('hub/**/*.ts', { cwd: root })) {
    const source = readFileSync(join(root, file), 'utf8')
    const said = source.matchAll(
      /(?:problem\(\s*\d+,\s*|BadInput\(\[|faults\.push\(\s*|const \w+ = )(['`])([A-Z“$][^\n]*?[.])\1/g,
    )
    for (const [, , text] of said) {
      seen += 1
      const template = text!.replaceAll(/\$\{[^}]*\}/g, '{}')
      if (!known(template)) missing.push(`${file}: ${template}`)
    }
  }
  assert.ok(seen > 80, `only ${seen} sentences were found`)
  assert.equal(missing, [])
})

test('what was filled in stands in the Danish too; English stays for whoever asks in nothing', () => {
  assert.is(inTongue('“Boks 1” speaks no language.', 'da'), '“Boks 1” taler intet sprog.')
  assert.is(
    inTongue('1.2.0 is stopped: it did not boot. Make a newer one.', 'da-DK,en;q=0.5'),
    '1.2.0 er stoppet: it did not boot. Lav en nyere.',
  )
  assert.is(inTongue('There is no such box.', 'da'), 'Boksen findes ikke.')
  assert.is(inTongue('There is no such box.', 'en-GB,da;q=0.8'), 'There is no such box.')
  assert.is(inTongue('There is no such box.', undefined), 'There is no such box.')
  assert.is(inTongue('Something new.', 'da'), 'Something new.')
  // A dollar in what was filled in is no pattern.
  assert.is(inTongue('There is no errand “$&”.', 'da'), 'Ærindet “$&” findes ikke.')
})

test.run()
