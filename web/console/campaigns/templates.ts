// The texts an installation begins with: for which purpose and channel, and the numbers that are filled in when it is planned.

export const templates = [{ code: 'thank_you', word: 'template_thank_you', purpose: 'marketing', channel: 'email', slots: { discount_percent: 10 } }] as const
