/** Node's own, of the program and of what measures a part of it: the nursery's three halves are kept once they were used, and at their usual size they are a quarter of the idle program. */
export const programFlags = ['--max-semi-space-size=8']
