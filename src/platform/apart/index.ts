export { makePapers, type Papers, readPapers, type Shared, type Wing, type WingPapers } from './papers.ts'
export { openSecurePort, type Place, type SecurePort } from './port.ts'
export { type SecureWay, secureWay } from './way.ts'
