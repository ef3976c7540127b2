import { EmbeddedFolder } from './embedded-folder.ts'
import { startProgram, type Program } from './program.ts'

/** Programs on one data folder: whatever a test leaves running is ended with it. */
export class StartedPrograms implements AsyncDisposable {
  readonly folder: EmbeddedFolder
  readonly #started: Program[] = []

  private constructor(folder: EmbeddedFolder) {
    this.folder = folder
  }

  static async open(): Promise<StartedPrograms> {
    return new StartedPrograms(await EmbeddedFolder.make())
  }

  start(env: Readonly<Record<string, string>>, args: readonly string[]): Program {
    const run = startProgram({ DATA_FOLDER: this.folder.path, ...env }, args)
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
