import type { CertificateTexts } from './certificate-da.ts'

export const certificateEn: CertificateTexts = {
  tag: 'en-GB',
  service: 'Citizen Service',
  'residence-certificate': {
    title: 'Certificate of residence',
    lead: (issuer) =>
      `${issuer} confirms that the person below is registered as follows in the Danish population register.`,
  },
  'temporary-licence': {
    title: 'Temporary driving licence',
    lead: (issuer) =>
      `${issuer} confirms that the person below is entitled to drive as stated and has applied for a new driving licence.`,
  },
  'temporary-health-card': {
    title: 'Temporary health card',
    lead: (issuer) => `${issuer} confirms that the person below is covered by public health insurance as stated.`,
  },
  label: {
    name: 'Name',
    born: 'Date of birth',
    address: 'Address',
    earlier: 'Earlier address',
    licence: 'Licence number',
    categories: 'Categories',
    until: 'Valid until and including',
    personalNumber: 'Personal number',
    group: 'Insurance group',
    doctor: 'Doctor',
  },
  group: { '1': 'Group 1: a doctor of one’s own', '2': 'Group 2: free choice of doctor' },
  since: (day) => `since ${day}`,
  between: (from, to) => `from ${from} to ${to}`,
  carry: {
    'temporary-licence': 'Carry this paper when you drive, together with a photo ID. It is valid in Denmark only.',
    'temporary-health-card':
      'Show this paper to doctors, pharmacies and hospitals until your new health card comes. Take care of it: it bears your personal number.',
  },
  checkTitle: 'Is this paper genuine?',
  check: (host) =>
    `Scan the code with a camera. The page ${host} shows what the municipality has stated, and whether the paper still holds. The key to it is in the code alone.`,
  code: 'Number of this paper:',
  issued: (issuer, at) => `Issued by ${issuer} on ${at}.`,
  qrAlt: (code) => `QR code for checking paper ${code}`,
}
