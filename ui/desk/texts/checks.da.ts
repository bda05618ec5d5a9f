import type { ContractTexts } from './shape.ts'

/** What was checked of the passport, in sentences. A reason is empty where it adds nothing to its check's sentence. */
export const checksDa: Pick<ContractTexts, 'verdict' | 'checkName' | 'check' | 'reasons' | 'result'> = {
  verdict: {
    genuine: { head: 'Passet er ægte', means: 'Chippen er underskrevet af udstederlandet, og intet er ændret.' },
    expired: { head: 'Ægte, men udløbet', means: 'Chippen er ægte og uændret. Passet er ikke længere gyldigt.' },
    'no-chip': {
      head: 'Ikke bevist: chippen kunne ikke læses',
      means: 'Intet er bevist om passet. Identiteten skal vises på en anden måde.',
    },
    altered: {
      head: 'Ikke ægte: indholdet er ændret',
      means: 'Oplysninger eller billede på chippen er ikke dem, som udstederlandet skrev under på.',
    },
    'signer-unknown': {
      head: 'Ikke bevist: ukendt underskriver',
      means: 'Vi kan ikke føre underskriften tilbage til et land, vi stoler på.',
    },
    'bad-signature': {
      head: 'Ikke ægte: underskriften passer ikke',
      means: 'Underskriften på chippen er forkert. Intet på chippen kan bruges som bevis.',
    },
  },
  result: { passed: 'I orden', failed: 'Fejlet', 'not-possible': 'Ikke muligt', 'not-done': 'Ikke gjort' },
  checkName: {
    bac: 'Adgang',
    mrzMatch: 'Trykt og chip',
    dgHashes: 'Uændret indhold',
    sodSignature: 'Underskrift',
    chain: 'Udsteder',
    validity: 'Gyldighed',
  },
  check: {
    bac: {
      passed: 'Chippen åbnede med de trykte linjer.',
      failed: 'Chippen afviste de trykte linjer.',
      'not-possible': 'Der er ingen chip at åbne.',
      'not-done': 'Chippen blev ikke prøvet.',
    },
    mrzMatch: {
      passed: 'De trykte linjer er de samme som på chippen.',
      failed: 'De trykte linjer er andre end på chippen.',
      'not-possible': 'Kunne ikke sammenlignes.',
      'not-done': 'Ikke sammenlignet.',
    },
    dgHashes: {
      passed: 'Oplysninger og billede er, som de blev udstedt.',
      failed: 'Oplysninger eller billede er ændret.',
      'not-possible': 'Kunne ikke kontrolleres.',
      'not-done': 'Ikke kontrolleret.',
    },
    sodSignature: {
      passed: 'Underskriften passer til indholdet.',
      failed: 'Underskriften passer ikke til indholdet.',
      'not-possible': 'Der er ingen underskrift at kontrollere.',
      'not-done': 'Underskriften er ikke kontrolleret.',
    },
    chain: {
      passed: 'Underskriveren er godkendt af udstederlandet.',
      failed: 'Underskriveren er ikke godkendt af et land, vi kender.',
      'not-possible': 'Underskriveren kunne ikke findes.',
      'not-done': 'Underskriveren er ikke undersøgt.',
    },
    validity: {
      passed: 'Passet er gyldigt i dag.',
      failed: 'Passet er udløbet.',
      'not-possible': 'Udløbsdatoen kunne ikke læses.',
      'not-done': 'Gyldigheden er ikke undersøgt.',
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
    'no-chip': 'Ingen chip blev læst.',
    'access-denied': 'Chippen afviste nøglen.',
    'not-offered': 'Chippen tilbyder ikke denne adgang.',
    'no-optical-mrz': 'De trykte linjer blev ikke læst.',
    mismatch: 'En fil har en anden kontrolsum end den underskrevne.',
    'hash-missing': 'En fil er ikke med i underskriften.',
    'unknown-algorithm': 'Chippen bruger en metode, vi ikke kender.',
    'sod-malformed': 'Chippens sikkerhedsfil kan ikke læses.',
    'digest-mismatch': 'Underskriften gælder et andet indhold.',
    'signer-certificate-missing': 'Underskriverens certifikat mangler.',
    'issuer-unknown': 'Udstederen er ikke på vores liste.',
    'certificate-signature-invalid': 'Underskriverens certifikat er forfalsket eller ødelagt.',
    'certificate-not-valid-now': 'Underskriverens certifikat gælder ikke nu.',
    'issuer-not-an-authority': 'Udstederen må ikke udstede pas.',
    'country-mismatch': 'Underskriveren er fra et andet land end passet.',
  },
}
