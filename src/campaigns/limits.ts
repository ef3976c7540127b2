export const campaignLimits = {
  lines: 10_000,
  channels: 50,
  leadMsMax: 7 * 24 * 3_600_000,
} as const
