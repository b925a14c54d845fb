/** The exit codes of the command line; they are part of the interface. */
export const exitCode = {
  done: 0,
  ruleFailed: 1,
  usage: 2,
  input: 3,
  noData: 4,
  unpriced: 5,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/**
 * A mistake that the user can mend. The message says what was wrong, where, what was expected and what to try; it never
 * holds text of a prompt. Everything that is thrown and is no UserError is a bug of ours.
 */
export class UserError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, code: ExitCode = exitCode.usage) {
    super(message);
    this.name = 'UserError';
    this.exitCode = code;
  }
}
