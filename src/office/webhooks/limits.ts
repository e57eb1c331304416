const [second, minute, hour] = [1_000, 60_000, 3_600_000]

/** When a telling that failed is tried again, after each try (Standard Webhooks 1.0, "Retries and exponential backoff"). */
export const againMs: readonly number[] = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour]

/** How long one answer is waited for. */
export const patienceMs = 15 * second
/** A process that was killed is believed to be telling for so long. */
export const leaseMs = 60 * second
/** Tellings to one receiver at a time. */
export const abreast = 4
/** A receiver that fails is asked again after this long, doubled with each failure, at most an hour. */
export const holdMs = { first: 5 * second, most: hour }
/** Who made it is told after a day of failures only, each day; after five days it is off. */
export const tellAfterMs = 24 * hour
export const offAfterMs = 5 * 24 * hour
/** Waiting for one receiver at most; the oldest are dropped. */
export const mostWaiting = 100_000
export const mostWebhooks = 100
/** Happenings and how their telling went are kept so long. */
export const keptMs = 30 * 24 * hour
