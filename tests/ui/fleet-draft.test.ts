/** The configuration form's own arithmetic: fields and JSON never say two things. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { decoder } from '../../device/contract/decode.ts'
import type { Fault } from '../../device/contract/faults.ts'
import { SettingsAct } from '../../device/contract/fleet-view.ts'
import { at, fieldOf, put, readPlaces, readTimes, sayTimes, wrongAt } from '../../ui/fleet/config/draft.ts'
import { configDa } from '../../ui/fleet/texts/config-da.ts'

const test = suite('fleet page: a configuration while it is written')

const settings = {
  place: 'Filialen',
  municipality: { name: 'Prøveby Kommune', phone: '12 34 56 78' },
  places: [{ id: 'a', name: 'Rådhuset', address: 'Torvet 1' }],
  devices: {
    card: { reader: 'CCID' },
    mrz: { port: '/dev/ttyUSB0', baud: 9_600 },
    camera: { input: ['-f', 'v4l2', '-i', '/dev/video0'] },
    finger: { port: '/dev/ttyUSB1' },
    printer: { uri: 'ipps://printer/ipp' },
  },
  updates: { from: '02:00', to: '05:00' },
}
const decode = decoder(SettingsAct)
/** The hub's own sentence about it; '' when it is right. */
const said = (draft: unknown): string => {
  try {
    decode({ settings: draft })
    return ''
  } catch (error) {
    return `Der er noget galt i det udfyldte: ${(error as Fault).detail}.`
  }
}

test('one value changes and all else stays as and where it was; what is emptied is gone', () => {
  const changed = put(settings, 'devices/mrz/port', '/dev/ttyACM0')
  assert.is(at(changed, 'devices/mrz/port'), '/dev/ttyACM0')
  assert.equal(Object.keys(changed), Object.keys(settings))
  assert.is(at(settings, 'devices/mrz/port'), '/dev/ttyUSB0')
  assert.is(at(put(settings, 'devices/card/reader', undefined), 'devices/card'), undefined)
  assert.equal(put({}, 'hours/mon', [['10:00', '18:00']]), { hours: { mon: [['10:00', '18:00']] } })
  assert.equal(put({ hours: { mon: [] } }, 'hours/mon', undefined), {})
  assert.is(at({ devices: 'odd' }, 'devices/mrz/port'), undefined)
})

test('times as people write them; what is no time is left for the hub to refuse', () => {
  assert.equal(readTimes('8-12, 13.30–17'), [
    ['08:00', '12:00'],
    ['13:30', '17:00'],
  ])
  assert.is(sayTimes(readTimes('8-12,13-17')), '08:00–12:00, 13:00–17:00')
  assert.is(sayTimes(readTimes('10-')), '10-')
  assert.match(said(put(settings, 'hours/mon', readTimes('middag'))), '/settings/hours/mon')
})

test('places keep their address and way as long as their name stands', () => {
  assert.equal(readPlaces('Rådhuset\n\nØster Bibliotek', settings.places), [
    settings.places[0],
    { id: 'oester-bibliotek', name: 'Øster Bibliotek' },
  ])
})

test('whatever the hub finds wrong is found in the form by its name', () => {
  const fields = Object.keys(configDa.field)
  for (const [path, value] of [
    ['place', ''],
    ['municipality/phone', undefined],
    ['places', []],
    ['devices/card/reader', undefined],
    ['devices/mrz/port', undefined],
    ['devices/mrz/baud', 'fast'],
    ['devices/camera/input', ['-i', 'ftp://x']],
    ['devices/finger/port', 'http://print.example'],
    ['devices/printer/uri', 'lpt1'],
    ['errands', []],
    ['hours/sun', [['noon', '']]],
    ['updates/to', '5'],
  ] as const) {
    const wrong = wrongAt(said(put(settings, path, value)))
    assert.ok(wrong, path)
    const named = fieldOf(fields, wrong)
    assert.ok(named && path.startsWith(named.field), `${path}: ${wrong.path}`)
    assert.is(named.missing, value === undefined, path)
  }
  assert.is(said(settings), '')
  const elsewhere = wrongAt(said({ ...settings, lateMs: 1 }))
  assert.equal(elsewhere, { path: 'lateMs', missing: false })
  assert.is(fieldOf(fields, elsewhere!), null)
  // Of a document camera the hub says that the port of a reader is missing.
  const camera = wrongAt(said(put(settings, 'devices/mrz', { camera: { input: ['-i', 'ftp://x'] } })))
  const input = 'devices/mrz/camera/input'
  assert.equal(fieldOf(['place', input], camera!), { field: input, missing: false })
  assert.is(wrongAt('Log ind først.'), null)
})

test.run()
