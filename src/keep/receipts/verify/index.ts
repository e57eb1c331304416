// The verifier: pure functions that run in a browser as they are. Nothing here knows of Node or of a database.

export { agreementFormat, agreementText, verifyAgreement } from './agreement.ts'
export { type Fault, type Given, type Line, type Report, verifyAnything } from './anything.ts'
export { type Bundle, type Check, type Verdict, verifyBundle } from './bundle.ts'
export { type CertificateVerdict, verifyCertificate } from './certificate.ts'
export { type CopyVerdict, verifyCopy } from './copy.ts'
export { verifyGrowth } from './growth.ts'
export { readVerifier } from './note.ts'
export { verifyProof } from './proof.ts'
