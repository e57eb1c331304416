export { type AnyEndpoint, type Endpoint, endpoint, type Who } from './contract.ts'
export { type Address, listen, listenerOf, pipe } from './listen.ts'
export { type Call, type Contract, type Mounting, mount, parseJson, readBytes, readJson } from './mount.ts'
export { checked, fromZod, type Problem, problemResponse } from './problem.ts'
