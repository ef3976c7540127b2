import { expect, it } from 'vitest'
import { faultOfHours, type OpeningHours } from '../../../src/domain/opening-hours.ts'

const HOURS: OpeningHours = {
  timeZone: 'Asia/Shanghai',
  weekly: [
    { day: 'monday', opens: '13:00', closes: '21:30' },
    { day: 'monday', opens: '09:00', closes: '12:00' },
    { day: 'sunday', opens: '00:00', closes: '24:00' },
  ],
  exceptions: [
    { date: '2027-02-06', spans: [] },
    { date: '2028-02-29', spans: [{ opens: '10:00', closes: '14:00' }] },
  ],
}

it('accepts split days, the whole day, closed dates and a leap day', () => {
  expect(faultOfHours(HOURS)).toBeUndefined()
})

it.each<[string, Partial<OpeningHours>]>([
  ['timeZone', { timeZone: 'Mars/Olympus' }],
  ['weekly.0.opens', { weekly: [{ day: 'monday', opens: '9:00', closes: '12:00' }] }],
  ['weekly.0.opens', { weekly: [{ day: 'monday', opens: '24:00', closes: '24:00' }] }],
  ['weekly.0.closes', { weekly: [{ day: 'monday', opens: '09:00', closes: '12:60' }] }],
  ['weekly.0.closes', { weekly: [{ day: 'friday', opens: '22:00', closes: '02:00' }] }],
  ['weekly.0.closes', { weekly: [{ day: 'friday', opens: '22:00', closes: '22:00' }] }],
  [
    'weekly.0.opens',
    {
      weekly: [
        { day: 'monday', opens: '11:59', closes: '13:00' },
        { day: 'monday', opens: '09:00', closes: '12:00' },
      ],
    },
  ],
  ['exceptions.0.date', { exceptions: [{ date: '2027-02-29', spans: [] }] }],
  ['exceptions.0.date', { exceptions: [{ date: '06.02.2027', spans: [] }] }],
  ['exceptions.0.spans.0.closes', { exceptions: [{ date: '2027-02-06', spans: [{ opens: '10:00', closes: '09:00' }] }] }],
  [
    'exceptions.1.date',
    {
      exceptions: [
        { date: '2027-02-06', spans: [] },
        { date: '2027-02-06', spans: [] },
      ],
    },
  ],
])('names %s as what is wrong with %j', (path, part) => {
  expect(faultOfHours({ ...HOURS, ...part })).toMatchObject({ path })
})
