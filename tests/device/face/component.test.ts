import assert from 'node:assert/strict'
import { suite } from 'uvu'
import { component } from '../../../device/face/quality/component.ts'
import { measureNames } from '../../../device/face/quality/names.ts'
import { publishedTable } from './data.ts'

const test = suite('quality components')

test('every native value of the published table becomes the published component', () => {
  const rows = publishedTable()
  if (!rows) return console.log('skipped: shared/data/ofiq is not there')
  const wrong: string[] = []
  let pairs = 0
  for (const row of rows) {
    for (const name of measureNames) {
      const [native, expected] = [row[name], row[`${name}.scalar`]]
      assert.ok(native && expected, `${name} stands in the table`)
      pairs++
      const got = component(name, Number(native))
      if (got !== Number(expected)) wrong.push(`${row['Filename']} ${name}: ${native} gives ${got}, not ${expected}`)
    }
  }
  assert.deepEqual(wrong, [])
  assert.equal(rows.length, 28)
  console.log(`${pairs} of ${pairs} pairs equal`)
})

test('no native value, however wild, leaves 0 to 100 or is no whole number', () => {
  for (const name of measureNames) {
    for (const native of [-1e9, -90, -1, 0, 1e-9, 0.5, 1, 89.9, 1e9]) {
      const got = component(name, native)
      assert.ok(Number.isInteger(got) && got >= 0 && got <= 100, `${name} of ${native} is ${got}`)
    }
  }
})

test.run()
