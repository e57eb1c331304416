export { Addresses } from './Addresses.tsx'
