/** Whether the numbers of the preview are asked for: it costs a count over everyone, so it is never asked by itself. */
export type CampaignSearch = { preview?: boolean }

export function campaignSearch(search: Record<string, unknown>): CampaignSearch {
  return search.preview === true || search.preview === 'true' ? { preview: true } : {}
}

/** Whether a new one is being planned, and to which audience. */
export type CampaignsSearch = { new?: true; audience?: string }

export function campaignsSearch(search: Record<string, unknown>): CampaignsSearch {
  if (search.new !== true && search.new !== 'true') return {}
  return { new: true, ...(typeof search.audience === 'string' ? { audience: search.audience } : {}) }
}
