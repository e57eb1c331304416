// The verifier: pure functions that run in a browser as they are. Nothing here knows of Node or of a database.

export { type Bundle, bundle, type Check, type CheckCode, type Problem, type Verdict, verifyBundle } from './bundle.ts'
export { fromBase64, fromHex, toBase64, toHex } from './bytes.ts'
export { type Canonical, canonical } from './canonical.ts'
export { type Growth, verifyGrowth } from './growth.ts'
export { emptyRoot, type Hash, leafHash, rootFromSome, verifyConsistency, verifyInclusion } from './merkle.ts'
export { type Checkpoint, openCheckpoint, openNote, readVerifier, type Verifier } from './note.ts'
export { type ProofVerdict, readProof, verifyProof } from './proof.ts'
export { type ReceiptJson, receipt, receiptLeaf } from './receipt.ts'
