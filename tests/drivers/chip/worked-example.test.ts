/** The worked examples of Doc 9303-11, Appendix D: keys and authentication (D.2, D.3), secure messaging (D.4). */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isFault } from '../../../device/contract/faults.ts'
import { authenticationData, bacKeys, mrzInformation, sessionKeys } from '../../../drivers/chip/bac.ts'
import { retailMac } from '../../../drivers/chip/des3.ts'
import { protect, type SessionKeys, unprotect } from '../../../drivers/chip/secure-messaging.ts'
import { suites } from '../../../drivers/chip/suite.ts'

const test = suite('BAC and secure messaging, worked examples of Doc 9303-11 D')

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const hex = (data: Uint8Array) => Buffer.from(data).toString('hex').toUpperCase()

const key = { documentNumber: 'L898902C', dateOfBirth: '690806', dateOfExpiry: '940623' }
const rndIc = bytes('4608F91988702212')
const own = { rndIfd: bytes('781723860C06C226'), kIfd: bytes('0B795240CB7049B01C19B33E32804F0B') }
const answer = bytes('46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D7449')

test('D.2: the keys from the MRZ', () => {
  assert.is(mrzInformation(key), 'L898902C<369080619406236')
  assert.is(hex(bacKeys(key).enc), 'AB94FDECF2674FDFB9B391F85D7F76F2')
  assert.is(hex(bacKeys(key).mac), '7962D9ECE03D1ACD4C76089DCE131543')
})

test('D.3: authentication and session keys', () => {
  const keys = bacKeys(key)
  const sent = authenticationData(keys, rndIc, own)
  const cryptogram = '72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2'
  assert.is(hex(sent), `${cryptogram}5F1448EEA8AD90A7`)
  assert.is(hex(retailMac(keys.mac, bytes(cryptogram))), '5F1448EEA8AD90A7')
  const session = sessionKeys(keys, rndIc, own, answer)
  assert.is(hex(session.enc), '979EC13B1CBFE9DCD01AB0FED307EAE5')
  assert.is(hex(session.mac), 'F1CB1F1FB5ADF208806B89DC579DC1F8')
  assert.is(hex(session.ssc), '887022120C06C226')
})

const session = (): SessionKeys => ({
  suite: suites['3DES'],
  enc: bytes('979EC13B1CBFE9DCD01AB0FED307EAE5'),
  mac: bytes('F1CB1F1FB5ADF208806B89DC579DC1F8'),
  ssc: bytes('887022120C06C226'),
})

test('D.4: SELECT EF.COM and two READ BINARY', () => {
  const keys = session()
  const select = protect(keys, { ins: 0xa4, p1: 2, p2: 0x0c, data: bytes('011E') })
  assert.is(hex(select), '0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800')
  assert.is(unprotect(keys, bytes('990290008E08FA855A5D4C50A8ED9000')).sw, 0x9000)

  assert.is(hex(protect(keys, { ins: 0xb0, p1: 0, p2: 0, le: 4 })), '0CB000000D9701048E08ED6705417E96BA5500')
  const first = unprotect(keys, bytes('8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000'))
  assert.is(hex(first.data), '60145F01')

  assert.is(hex(protect(keys, { ins: 0xb0, p1: 0, p2: 4, le: 18 })), '0CB000040D9701128E082EA28A70F3C7B53500')
  const rest = unprotect(
    keys,
    bytes('871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000'),
  )
  assert.is(hex(rest.data), '04303130365F36063034303030305C026175')
})

test('an answer with one bit turned, or played again, is refused', () => {
  const good = '990290008E08FA855A5D4C50A8ED9000'
  for (let bit = 0; bit < 14 * 8; bit++) {
    const keys = session()
    protect(keys, { ins: 0xa4, p1: 2, p2: 0x0c, data: bytes('011E') })
    const wrong = bytes(good)
    wrong[bit >> 3]! ^= 1 << (bit & 7)
    assert.throws(
      () => unprotect(keys, wrong),
      (error: unknown) => isFault(error, 'chip.protocol') || isFault(error, 'chip.malformed'),
    )
  }
  const keys = session()
  protect(keys, { ins: 0xa4, p1: 2, p2: 0x0c, data: bytes('011E') })
  unprotect(keys, bytes(good))
  protect(keys, { ins: 0xa4, p1: 2, p2: 0x0c, data: bytes('011E') })
  assert.throws(
    () => unprotect(keys, bytes(good)),
    (error: unknown) => isFault(error, 'chip.protocol'),
  )
})

test.run()
