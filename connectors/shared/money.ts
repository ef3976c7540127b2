import { z } from 'zod'

/** An amount in yuan, number or text, in fen for us; what cannot be read is no amount: prices are shown, nothing is booked by them. */
export const wireYuan = z
  .union([z.string(), z.number()])
  .nullish()
  .catch(null)
  .transform((yuan) => (yuan === undefined || yuan === null ? null : toFen(String(yuan))))

/** By its digits: 19.99 is no number a computer can keep. */
function toFen(text: string): number | null {
  const [, whole = '', cents = ''] = /^(\d{1,12})(?:\.(\d{1,2})0*)?$/.exec(text.trim()) ?? []
  return whole === '' ? null : Number(whole) * 100 + Number(cents.padEnd(2, '0'))
}
