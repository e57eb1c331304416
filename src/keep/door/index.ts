export type { Credential } from './contract.ts'
export type { Asker, DoorDeps } from './deps.ts'
export { doorHandler } from './serve.ts'
export { openTogether } from './together.ts'
