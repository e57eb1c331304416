/** What the keep of the bench tells. */
export type Told = {
  rssMb?: number
  /** Asks to go on once what was used until here is counted. */
  reached?: 'run' | 'stored'
  ownCpuUs?: number
  uploadedMs?: number
  lookedMs?: number
  ranMs?: number
  agreedMs?: number
  agrees?: boolean
  trouble?: string
}
