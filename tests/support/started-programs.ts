import { afterEach, beforeEach } from 'vitest'
import { EmbeddedFolder } from './embedded-folder.ts'
import { startProgram, type Program } from './program.ts'

/** For each test of a file a folder of its own, and programs on it. */
export function programsOfEachTest(): { readonly folder: EmbeddedFolder; readonly start: StartedPrograms['start'] } {
  let programs: StartedPrograms
  beforeEach(async () => (programs = await StartedPrograms.open()))
  afterEach(() => programs[Symbol.asyncDispose]())
  return {
    get folder() {
      return programs.folder
    },
    start: (env, args, errors) => programs.start(env, args, errors),
  }
}

/** Programs on one data folder: whatever a test leaves running is ended with it. */
class StartedPrograms implements AsyncDisposable {
  readonly folder: EmbeddedFolder
  readonly #started: Program[] = []

  private constructor(folder: EmbeddedFolder) {
    this.folder = folder
  }

  static async open(): Promise<StartedPrograms> {
    return new StartedPrograms(await EmbeddedFolder.make())
  }

  start(env: Readonly<Record<string, string>>, args: readonly string[], errors?: number): Program {
    const run = startProgram({ DATA_FOLDER: this.folder.path, ...env }, args, errors)
    this.#started.push(run)
    return run
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { child, exit } of this.#started.splice(0)) {
      child.kill('SIGTERM')
      await exit
    }
    await this.folder.dispose()
  }
}
