export { type Credential, credential } from './contract.ts'
export type { Asker, DoorDeps } from './deps.ts'
export { doorHandler } from './serve.ts'
