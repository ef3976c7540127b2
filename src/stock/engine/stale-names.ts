/** Something needed turned out not to be locked: the transaction is rolled back and begun again with fresh names. */
export class StaleNames extends Error {
  override readonly name = 'StaleNames'
}
