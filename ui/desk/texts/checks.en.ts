import type { checksDa } from './checks.da.ts'

export const checksEn: typeof checksDa = {
  verdict: {
    genuine: {
      head: 'The passport is genuine',
      means: 'The chip is signed by the issuing country; nothing was changed.',
    },
    expired: {
      head: 'Genuine, but expired',
      means: 'The chip is genuine and unchanged. The passport is no longer valid.',
    },
    'no-chip': {
      head: 'Not proven: the chip could not be read',
      means: 'Nothing is proven about the passport. Identity must be shown in another way.',
    },
    altered: {
      head: 'Not genuine: the contents were changed',
      means: 'Data or picture on the chip are not those that the issuing country signed.',
    },
    'signer-unknown': {
      head: 'Not proven: unknown signer',
      means: 'We cannot trace the signature back to a country that we trust.',
    },
    'bad-signature': {
      head: 'Not genuine: the signature does not fit',
      means: 'The signature on the chip is wrong. Nothing on the chip can serve as proof.',
    },
  },
  result: { passed: 'In order', failed: 'Failed', 'not-possible': 'Not possible', 'not-done': 'Not done' },
  checkName: {
    bac: 'Access',
    mrzMatch: 'Print and chip',
    dgHashes: 'Unchanged contents',
    sodSignature: 'Signature',
    chain: 'Issuer',
    validity: 'Validity',
  },
  check: {
    bac: {
      passed: 'The chip opened with the printed lines.',
      failed: 'The chip refused the printed lines.',
      'not-possible': 'There is no chip to open.',
      'not-done': 'The chip was not tried.',
    },
    mrzMatch: {
      passed: 'The printed lines are the same as on the chip.',
      failed: 'The printed lines differ from those on the chip.',
      'not-possible': 'Could not be compared.',
      'not-done': 'Not compared.',
    },
    dgHashes: {
      passed: 'Data and picture are as they were issued.',
      failed: 'Data or picture were changed.',
      'not-possible': 'Could not be checked.',
      'not-done': 'Not checked.',
    },
    sodSignature: {
      passed: 'The signature fits the contents.',
      failed: 'The signature does not fit the contents.',
      'not-possible': 'There is no signature to check.',
      'not-done': 'The signature was not checked.',
    },
    chain: {
      passed: 'The signer is approved by the issuing country.',
      failed: 'The signer is not approved by a country that we know.',
      'not-possible': 'The signer could not be found.',
      'not-done': 'The signer was not looked up.',
    },
    validity: {
      passed: 'The passport is valid today.',
      failed: 'The passport has expired.',
      'not-possible': 'The expiry date could not be read.',
      'not-done': 'The validity was not looked at.',
    },
  },
  reasons: {
    opened: '',
    same: '',
    different: '',
    'all-match': '',
    valid: '',
    invalid: '',
    trusted: '',
    'in-date': '',
    expired: '',
    'no-chip': 'No chip was read.',
    'access-denied': 'The chip refused the key.',
    'not-offered': 'The chip does not offer this access.',
    'no-optical-mrz': 'The printed lines were not read.',
    mismatch: 'A file has another checksum than the signed one.',
    'hash-missing': 'A file is not covered by the signature.',
    'unknown-algorithm': 'The chip uses a method that we do not know.',
    'sod-malformed': 'The chip’s security file cannot be read.',
    'digest-mismatch': 'The signature belongs to other contents.',
    'signer-certificate-missing': 'The signer’s certificate is missing.',
    'issuer-unknown': 'The issuer is not on our list.',
    'certificate-signature-invalid': 'The signer’s certificate is forged or broken.',
    'certificate-not-valid-now': 'The signer’s certificate is not valid now.',
    'issuer-not-an-authority': 'The issuer may not issue passports.',
    'country-mismatch': 'The signer is from another country than the passport.',
  },
}
