import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { boks } from './boks.ts'

const test = suite('boks mrz parse')
const td3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']
const td1 = ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<']

test('passport and card, however the lines are parted; a correction is reported', async () => {
  for (const args of [[td3.join('\n')], [td3.join(' ')], td3]) {
    const { code, stdout } = await boks(['mrz', 'parse', ...args, '--json'])
    assert.is(code, 0)
    const { format, holder, corrections } = JSON.parse(stdout)
    assert.equal([format, holder.surname, corrections], ['TD3', 'ERIKSSON', []])
  }
  assert.is(JSON.parse((await boks(['mrz', 'parse', td1.join(' '), '--json'])).stdout).format, 'TD1')
  const misread = [td3[0]!, td3[1]!.replace('L898902C3', 'L8989O2C3')].join(' ')
  const { corrections, document } = JSON.parse((await boks(['mrz', 'parse', misread, '--json'])).stdout)
  assert.is(document.number, 'L898902C3')
  assert.equal(corrections, [{ field: 'documentNumber', line: 2, column: 6, read: 'O', corrected: '0' }])
})

test('a wrong check digit, half a zone, nothing: one sentence, and not zero', async () => {
  for (const text of [td3.join(' ').replace('7408122', '7408132'), td3[0]!, '']) {
    const { code, stdout, stderr } = await boks(['mrz', 'parse', text, '--json'])
    assert.not.equal(code, 0)
    assert.is(stdout, '')
    assert.is(stderr.trim().split('\n').length, 1)
  }
})

test.run()
