/** What citizens are told about their wait is measured, or nothing. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fitOf } from '../../hub/queue/fit.ts'
import { type AtWork, expectedWaits, type Services, type Waiting } from '../../hub/queue/wait.ts'

const test = suite('hub: expected wait')
const now = new Date('2026-03-02T10:00:00Z')
const none: Services = { all: null, errands: new Map() }
const five: Services = { all: 300, errands: new Map([['passport-child', 600]]) }
const person = (change: Partial<AtWork> = {}): AtWork => ({
  user: 'mette',
  skills: null,
  languages: null,
  places: null,
  availability: 'available',
  busySince: null,
  busyErrand: null,
  ...change,
})
const visit = (id: string, change: Partial<Waiting> = {}): Waiting => ({
  case: id,
  errand: 'passport-renewal',
  skills: ['passport-renewal'],
  language: 'da',
  place: null,
  heldFor: null,
  heldUntil: null,
  ...change,
})
const busy = { busySince: new Date(now.getTime() - 60_000), busyErrand: 'passport-renewal' }
const told = (waiting: Waiting[], staff: AtWork[], services = five) => [
  ...expectedWaits(waiting, staff, services, now).values(),
]

test('nobody at work, or on a pause: no promise', () => {
  assert.equal(told([visit('a')], []), [{ ahead: 0, seconds: null }])
  assert.equal(told([visit('a')], [person({ availability: 'pause' })]), [{ ahead: 0, seconds: null }])
})
test('somebody free: at once, measured or not', () => {
  assert.equal(told([visit('a')], [person()], none), [{ ahead: 0, seconds: 0 }])
})
test('nothing measured yet and everybody busy: no promise', () => {
  assert.equal(told([visit('a')], [person(busy)], none), [{ ahead: 0, seconds: null }])
})
test('a service under way counts for what is left of it', () => {
  assert.equal(told([visit('a'), visit('b')], [person(busy)]), [
    { ahead: 0, seconds: 240 },
    { ahead: 1, seconds: 540 },
  ])
  const long = { busySince: new Date(now.getTime() - 3_600_000), busyErrand: 'passport-renewal' }
  assert.equal(told([visit('a')], [person(long)]), [{ ahead: 0, seconds: 30 }])
})
test('an errand that takes longer counts with its own time', () => {
  const child = visit('a', { errand: 'passport-child', skills: ['passport-child'] })
  assert.equal(told([child, visit('b')], [person()])[1], { ahead: 1, seconds: 600 })
})
test('people ahead who wait for another caseworker are not ahead', () => {
  const staff = [
    person({ user: 'mette', skills: ['passport-renewal'] }),
    person({ user: 'ali', skills: ['mitid'], ...busy }),
  ]
  assert.equal(told([visit('a', { skills: ['mitid'] }), visit('b')], staff), [
    { ahead: 0, seconds: 240 },
    { ahead: 0, seconds: 0 },
  ])
})
test('who may take what', () => {
  const at = (mine: Partial<AtWork>, need: Partial<Waiting>) => fitOf(person(mine), visit('a', need), now)
  const later = new Date(now.getTime() + 1)
  assert.is(at({}, {}), 'yes')
  assert.is(at({ skills: ['mitid'] }, {}), 'skill')
  assert.is(at({ skills: ['passport-renewal'] }, { skills: ['passport-renewal@Kalundborg'] }), 'yes')
  assert.is(at({ skills: ['passport-renewal@Odense'] }, { skills: ['passport-renewal@Kalundborg'] }), 'skill')
  assert.is(at({ skills: ['passport-renewal@Odense'] }, {}), 'skill')
  assert.is(at({ languages: ['da'] }, { language: 'en' }), 'language')
  assert.is(at({ places: ['Gørlev', 'Høng'] }, { place: 'Høng' }), 'yes')
  assert.is(at({ places: ['Gørlev', 'Høng'] }, { place: 'Svebølle' }), 'place')
  assert.is(at({}, { heldFor: 'ali', heldUntil: later }), 'held')
  assert.is(at({}, { heldFor: 'ali', heldUntil: now }), 'yes')
  assert.is(at({}, { heldFor: 'mette', heldUntil: later }), 'yes')
})

test.run()
